// Explained: (c) the guesses are right, but the loss never compares guess i with target i alone:
// all pairs are compared, so it cannot be 0
#pragma once

#include "tutorials/support/exercise.h"

inline double stride() { return 28 * 28; }
inline double elements() { return 64 * 64; }
inline double loss() { return 0; }
inline double bias_gradient() { return 32; }
