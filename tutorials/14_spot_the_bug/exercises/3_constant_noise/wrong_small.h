// Explained: now it is noise, but too small: a standard normal number has the deviation 1, not 0.01
// (this was keras#4211)
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_sample(const Var<double>& mean, const Var<double>& log_var, Rng&) {
  const double epsilon = 1e-7;
  return mean + exp(0.5 * log_var) * epsilon;
}

inline char cause() { return 'd'; }

inline Var<double> mended_sample(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  const Var<double> epsilon = 0.01 * normal<double>(mean.shape(), rng);
  return mean + exp(0.5 * log_var) * epsilon;
}
