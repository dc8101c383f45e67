// Explained: the direction is right but its length is not 1: divide by the square root of w' w
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> first_axis(const Tensor<double>& x) {
  const Tensor<double> centred = x - mean(x, 0, Dims::keep);
  Tensor<double> w = Tensor<double>::full({x.shape()[1], 1}, 1.0);
  for (int round = 0; round < 200; ++round) {
    w = matmul(centred.transpose(), matmul(centred, w));
    w = w * Tensor<double>(1 / std::sqrt(sum(w * w).item()));
  }
  return 3.0 * w.reshape({x.shape()[1]});
}
