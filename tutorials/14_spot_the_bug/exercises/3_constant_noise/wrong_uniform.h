// Explained: uniform numbers between 0 and 1 have the mean 1/2 and the deviation 0.29; a normal
// variable is asked for
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_sample(const Var<double>& mean, const Var<double>& log_var, Rng&) {
  const double epsilon = 1e-7;
  return mean + exp(0.5 * log_var) * epsilon;
}

inline char cause() { return 'd'; }

inline Var<double> mended_sample(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  const Var<double> epsilon = uniform<double>(mean.shape(), rng);
  return mean + exp(0.5 * log_var) * epsilon;
}
