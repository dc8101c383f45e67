// Explained: every row needs a shift of its own: the largest number of the whole batch pushes the
// other rows below what exp can tell from 0
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> log_of_sum(const Tensor<double>& x) {
  const Tensor<double> largest = gradus::max(x);
  return log(sum(exp(x - largest), 1)) + largest;
}
