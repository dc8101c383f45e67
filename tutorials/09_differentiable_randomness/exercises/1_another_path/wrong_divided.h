// Explained: log(u / (1 - u)) is (x - mean) / s: to get x, multiply it by s, do not divide
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_logistic(const Var<double>& mean, const Var<double>& log_scale,
                                 const Tensor<double>& u) {
  const Tensor<double> standard = log(u) - log(1.0 - u);
  return mean + exp(-log_scale) * standard;
}
