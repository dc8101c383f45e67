// Explained: half of it: the rows are summed, but a bias [4, 1] is repeated along the columns
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> faulty_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * g;
}

inline char cause() { return 'c'; }

inline Tensor<double> mended_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * sum(g, 0);
}
