// Explained: not d): an average has the shape [3], too, but is 4 times too small: whether losses
// are averaged is already in g
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> faulty_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * g;
}

inline char cause() { return 'd'; }

inline Tensor<double> mended_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * sum_to(g, b.shape());
}
