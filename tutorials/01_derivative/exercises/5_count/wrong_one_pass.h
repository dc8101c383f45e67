// Explained: (c) a dual number has one slope: in one pass it is the slope for one input only
#pragma once

#include "tutorials/support/exercise.h"

inline int calls_forward() { return 785; }
inline int calls_central() { return 1568; }
inline int passes_dual() { return 1; }
inline int passes_backwards() { return 1; }
