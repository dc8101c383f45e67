// Explained: the squared error of a whole image is D times as large as a pixel's, and the variance
// is that of a pixel
#pragma once

#include "tutorials/support/exercise.h"

inline double best_log_var(const Tensor<double>& y, const Tensor<double>& x) {
  return std::log(mean(sum((x - y) * (x - y), 1)).item());
}
