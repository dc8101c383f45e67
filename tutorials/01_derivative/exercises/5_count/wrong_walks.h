// Explained: (d) one walk backwards gives the gradient of every step, and so of every input
#pragma once

#include "tutorials/support/exercise.h"

inline int calls_forward() { return 785; }
inline int calls_central() { return 1568; }
inline int passes_dual() { return 784; }
inline int passes_backwards() { return 784; }
