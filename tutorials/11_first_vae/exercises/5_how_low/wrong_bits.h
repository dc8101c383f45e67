// Explained: this is the right number in bits; a nat takes the natural logarithm
#pragma once

#include "tutorials/support/exercise.h"

inline double lowest(const Tensor<double>& x) {
  double total = 0;
  for (const double p : x.to_vector())
    if (p > 0 && p < 1) total -= p * std::log2(p) + (1 - p) * std::log2(1 - p);
  return total / static_cast<double>(x.shape()[0]);
}
