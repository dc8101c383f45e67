// Explained: sigmoid(1000) is 1, so 1 - p is 0 and its logarithm infinite; times 0 that is NaN.
// Work with the logit
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> loss_of_logit(const Var<double>& logit, const Var<double>& x) {
  const Var<double> p = sigmoid(logit);
  return -x * log(p) - (1.0 - x) * log(1.0 - p);
}
