// Explained: (d) four calls give the slope along one direction; each entry needs four of its own
#pragma once

#include "tutorials/support/exercise.h"

inline double float_slope() { return 0; }
inline double relu_slope() { return 0.5; }
inline double halving() { return 4; }
inline double calls() { return 4; }
