// Explained: (c) is the step for double: float is rounded a thousand million times more coarsely
#pragma once

#include "tutorials/support/exercise.h"

inline double forward_double() { return 1e-8; }
inline double central_double() { return 1e-5; }
inline double central_float() { return 1e-5; }
