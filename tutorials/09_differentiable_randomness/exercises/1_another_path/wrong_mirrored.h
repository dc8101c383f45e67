// Explained: your x has 1 - u below it: logistic too, since the distribution is symmetric, but not
// the x asked for
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_logistic(const Var<double>& mean, const Var<double>& log_scale,
                                 const Tensor<double>& u) {
  const Tensor<double> standard = log(1.0 - u) - log(u);
  return mean + exp(log_scale) * standard;
}
