// Explained: a normal number is not always between -3 and 3: your interval ends too early
#pragma once

#include "tutorials/support/exercise.h"

inline double my_quantile(double p) {
  double low = -3, high = 3;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < p ? low : high) = middle;
  }
  return (low + high) / 2;
}
