// Explained: log(1 + exp(1000)) is infinite: softplus(x) is the same without overflow
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> loss_of_logit(const Var<double>& logit, const Var<double>& x) {
  return log(1.0 + exp(logit)) - x * logit;
}
