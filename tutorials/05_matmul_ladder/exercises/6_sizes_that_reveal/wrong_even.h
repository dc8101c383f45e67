// Explained: your k is even, so that no single step is left over
#pragma once

#include "tutorials/support/exercise.h"

struct Sizes {
  int m, n, k;
};

inline Sizes revealing_sizes() { return {5, 9, 258}; }
