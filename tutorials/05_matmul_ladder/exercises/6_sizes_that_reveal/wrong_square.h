// Explained: in a square every length is every other length: a program that takes one for the
// other is right
#pragma once

#include "tutorials/support/exercise.h"

struct Sizes {
  int m, n, k;
};

inline Sizes revealing_sizes() { return {39, 39, 39}; }
