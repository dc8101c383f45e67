// Explained: (a) a is used three times: twice in b, which makes 2a, and once in c, which adds 1
#pragma once

#include "tutorials/support/exercise.h"

inline double double_use() { return 10; }
inline double by_recursion() { return 11; }
inline double visits() { return 1 << 20; }
