// Explained: (a) is 1 in exact arithmetic; but 1 + 1e-8 is no float, it is rounded to 1
#pragma once

#include "tutorials/support/exercise.h"

inline double float_slope() { return 1; }
inline double relu_slope() { return 0.5; }
inline double halving() { return 4; }
inline double calls() { return 64; }
