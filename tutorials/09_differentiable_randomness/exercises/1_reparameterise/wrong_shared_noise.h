// Explained: one noise for the whole batch: every row of z is shifted in the same way; noise is
// of mean's shape
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  const Var<double> eps = normal<double>({1, mean.shape()[1]}, rng);
  return mean + exp(0.5 * log_var) * eps;
}
