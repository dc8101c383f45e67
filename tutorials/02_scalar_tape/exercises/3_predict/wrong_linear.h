// Explained: (c) each visit makes two visits one level below: they double with every step, and do
// not grow by two
#pragma once

#include "tutorials/support/exercise.h"

inline double double_use() { return 11; }
inline double by_recursion() { return 11; }
inline double visits() { return 40; }
