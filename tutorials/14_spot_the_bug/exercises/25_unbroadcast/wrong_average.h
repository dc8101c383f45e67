// Explained: the average over the rows is 4 times too small: uses of b add up
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> faulty_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * g;
}

inline char cause() { return 'c'; }

inline Tensor<double> mended_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * sum_to(g, b.shape()) * Tensor<double>(b.numel()) / Tensor<double>(g.numel());
}
