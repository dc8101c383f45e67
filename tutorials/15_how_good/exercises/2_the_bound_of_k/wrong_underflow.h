// Explained: exp(-2000) is 0, and its logarithm minus infinity: logsumexp subtracts the largest
// first
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> bound_of(const Var<double>& log_weights) {
  return log(mean(exp(log_weights), 0));
}
