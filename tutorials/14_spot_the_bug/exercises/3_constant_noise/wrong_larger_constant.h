// Explained: a larger constant moves z, but it moves every z alike: nothing is random yet
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_sample(const Var<double>& mean, const Var<double>& log_var, Rng&) {
  const double epsilon = 1e-7;
  return mean + exp(0.5 * log_var) * epsilon;
}

inline char cause() { return 'd'; }

inline Var<double> mended_sample(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  (void)rng;
  return mean + exp(0.5 * log_var);
}
