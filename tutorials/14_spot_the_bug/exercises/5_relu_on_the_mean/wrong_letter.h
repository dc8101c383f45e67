// Explained: not d): a weighted sum of positive pixels can have either sign: weights have both
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_mean(const Var<double>& h) { return relu(h); }

inline char cause() { return 'd'; }

inline Var<double> mended_mean(const Var<double>& h) { return h; }
