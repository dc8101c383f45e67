// Explained: std::erfc belongs to a normal number with variance 1/2: divide x by the root of 2
// before
#pragma once

#include "tutorials/support/exercise.h"

inline double my_quantile(double p) {
  double low = -40, high = 40;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle) / 2 < p ? low : high) = middle;
  }
  return (low + high) / 2;
}
