// Explained: tanh has both signs, but no code beyond 1: a third of what the prior draws lies there
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_mean(const Var<double>& h) { return relu(h); }

inline char cause() { return 'a'; }

inline Var<double> mended_mean(const Var<double>& h) { return tanh(h); }
