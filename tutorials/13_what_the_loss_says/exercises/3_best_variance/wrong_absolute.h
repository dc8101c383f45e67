// Explained: this is made of |x - y|: the best variance is a mean of squares
#pragma once

#include "tutorials/support/exercise.h"

inline double best_log_var(const Tensor<double>& y, const Tensor<double>& x) {
  return 2 * std::log(mean(abs(x - y)).item());
}
