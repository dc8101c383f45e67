// Explained: (b) 0 is what the tape says, by agreement; the difference takes half of either side
#pragma once

#include "tutorials/support/exercise.h"

inline double float_slope() { return 0; }
inline double relu_slope() { return 0; }
inline double halving() { return 4; }
inline double calls() { return 64; }
