// Explained: the standard deviation is exp(log_var / 2): exp(log_var) is the variance, which is
// right only where it is 1
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  const Var<double> eps = normal<double>(mean.shape(), rng);
  return mean + exp(log_var) * eps;
}
