// Explained: (b) is the best step of a forward difference; a central one has the error h^2, so its
// step may be larger, and rounding harms it less
#pragma once

#include "tutorials/support/exercise.h"

inline double forward_double() { return 1e-8; }
inline double central_double() { return 1e-8; }
inline double central_float() { return 5e-3; }
