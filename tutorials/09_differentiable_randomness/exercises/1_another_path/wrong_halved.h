// Explained: half of log_scale would be right for the logarithm of a square, such as log_var:
// log_scale is log s
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_logistic(const Var<double>& mean, const Var<double>& log_scale,
                                 const Tensor<double>& u) {
  const Tensor<double> standard = log(u) - log(1.0 - u);
  return mean + exp(0.5 * log_scale) * standard;
}
