// Explained: your k fits into one block, so the last block is also the first
#pragma once

#include "tutorials/support/exercise.h"

struct Sizes {
  int m, n, k;
};

inline Sizes revealing_sizes() { return {5, 9, 7}; }
