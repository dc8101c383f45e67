// Explained: (b) a central difference shares no value with its neighbours: two for each input, and
// f(x) is not needed
#pragma once

#include "tutorials/support/exercise.h"

inline int calls_forward() { return 785; }
inline int calls_central() { return 785; }
inline int passes_dual() { return 784; }
inline int passes_backwards() { return 1; }
