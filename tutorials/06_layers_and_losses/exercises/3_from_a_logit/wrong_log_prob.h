// Explained: this is the log-probability; a loss is its negative
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> loss_of_logit(const Var<double>& logit, const Var<double>& x) {
  return x * logit - softplus(logit);
}
