// Explained: the first row of g is the slope of the first use alone
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> faulty_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * g;
}

inline char cause() { return 'c'; }

inline Tensor<double> mended_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * g.slice(0, 0, 1).reshape(b.shape());
}
