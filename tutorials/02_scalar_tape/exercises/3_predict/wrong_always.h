// Explained: (b) the recursion goes wrong where a step with inputs is visited twice; here only the
// leaf a is, and a leaf hands nothing on
#pragma once

#include "tutorials/support/exercise.h"

inline double double_use() { return 11; }
inline double by_recursion() { return 21; }
inline double visits() { return 1 << 20; }
