// Explained: a leaky relu lets negative numbers through, but a hundred times smaller: the codes
// still live on one side
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_mean(const Var<double>& h) { return relu(h); }

inline char cause() { return 'a'; }

inline Var<double> mended_mean(const Var<double>& h) { return leaky_relu(h); }
