// Explained: the pixels of an image are added: this is the mean over pixels
#pragma once

#include "tutorials/support/exercise.h"

inline double lowest(const Tensor<double>& x) {
  double total = 0;
  for (const double p : x.to_vector())
    if (p > 0 && p < 1) total -= p * std::log(p) + (1 - p) * std::log(1 - p);
  return total / static_cast<double>(x.numel());
}
