// Explained: the numbers are right, but no gradient comes back: x was made of .value(), so the
// tape saw a constant
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_logistic(const Var<double>& mean, const Var<double>& log_scale,
                                 const Tensor<double>& u) {
  const Tensor<double> standard = log(u) - log(1.0 - u);
  return Var<double>(mean.value() + exp(log_scale.value()) * standard);
}
