// Explained: clamping the probability hides the infinity, but caps the loss at 16.1 and makes the
// gradient 0 where the network is most wrong
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> loss_of_logit(const Var<double>& logit, const Var<double>& x) {
  const Var<double> p = clamp(sigmoid(logit), 1e-7, 1 - 1e-7);
  return -x * log(p) - (1.0 - x) * log(1.0 - p);
}
