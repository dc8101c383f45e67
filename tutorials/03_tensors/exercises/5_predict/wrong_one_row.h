// Explained: (d) one element of b is added in each of the 32 rows, and their effects add up
#pragma once

#include "tutorials/support/exercise.h"

inline double stride() { return 28 * 28; }
inline double elements() { return 64 * 64; }
inline double loss() { return 16.5; }
inline double bias_gradient() { return 1; }
