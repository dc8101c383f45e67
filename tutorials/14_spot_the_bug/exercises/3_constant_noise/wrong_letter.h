// Explained: not a): the draws within one call would still differ from each other, with deviation 2
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_sample(const Var<double>& mean, const Var<double>& log_var, Rng&) {
  const double epsilon = 1e-7;
  return mean + exp(0.5 * log_var) * epsilon;
}

inline char cause() { return 'a'; }

inline Var<double> mended_sample(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  const Var<double> epsilon = normal<double>(mean.shape(), rng);
  return mean + exp(0.5 * log_var) * epsilon;
}
