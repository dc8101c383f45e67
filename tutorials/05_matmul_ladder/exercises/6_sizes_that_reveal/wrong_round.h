// Explained: round sizes are what such programs are tuned for, and where they are right: nothing
// is left over at the edges of your C
#pragma once

#include "tutorials/support/exercise.h"

struct Sizes {
  int m, n, k;
};

inline Sizes revealing_sizes() { return {32, 32, 256}; }
