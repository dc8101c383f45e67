// Explained: (a) 784 values of f beside x, and one more, f(x) itself
#pragma once

#include "tutorials/support/exercise.h"

inline int calls_forward() { return 784; }
inline int calls_central() { return 1568; }
inline int passes_dual() { return 784; }
inline int passes_backwards() { return 1; }
