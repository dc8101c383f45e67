// Explained: you count x log p and forget (1 - x) log(1 - p), the other side of the coin
#pragma once

#include "tutorials/support/exercise.h"

inline double lowest(const Tensor<double>& x) {
  double total = 0;
  for (const double p : x.to_vector())
    if (p > 0) total -= p * std::log(p);
  return total / static_cast<double>(x.shape()[0]);
}
