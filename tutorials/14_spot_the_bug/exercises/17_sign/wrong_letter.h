// Explained: not a): with steps of 0.001 the loss falls below every number as well, only later
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(log_prob - kl);
}

inline char cause() { return 'a'; }

inline Var<double> mended_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(kl - log_prob);
}
