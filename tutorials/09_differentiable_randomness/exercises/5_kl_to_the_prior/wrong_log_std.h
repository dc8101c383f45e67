// Explained: your KL takes log_var for the logarithm of the standard deviation: log_var is log
// sigma^2, so sigma^2 is exp(log_var)
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_kl(const Var<double>& mean, const Var<double>& log_var) {
  return 0.5 * sum(square(mean) + exp(2.0 * log_var) - 1.0 - 2.0 * log_var, 1);
}
