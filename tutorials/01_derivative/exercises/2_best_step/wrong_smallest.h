// Explained: the smallest step is not the best: at (a) rounding, e / h, is all that is left
#pragma once

#include "tutorials/support/exercise.h"

inline double forward_double() { return 1e-15; }
inline double central_double() { return 1e-5; }
inline double central_float() { return 5e-3; }
