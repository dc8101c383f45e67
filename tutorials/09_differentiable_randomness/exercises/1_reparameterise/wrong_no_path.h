// Explained: the numbers are right, but no gradient comes back: z was made of .value(), so the
// tape saw a constant
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  const Tensor<double> eps = normal<double>(mean.shape(), rng);
  return Var<double>(mean.value() + exp(0.5 * log_var.value()) * eps);
}
