// Explained: the absolute value has the right sign only while the ELBO is negative: densities of a
// good model exceed 1, and from there on it would be punished for getting better
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(log_prob - kl);
}

inline char cause() { return 'd'; }

inline Var<double> mended_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(abs(log_prob - kl));
}
