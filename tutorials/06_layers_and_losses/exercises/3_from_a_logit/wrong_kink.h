// Explained: max(l, 0) and |l| have no derivative at 0, and a fresh network starts there: the slope
// must be 1/2 - x, the tape gives -x
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> loss_of_logit(const Var<double>& logit, const Var<double>& x) {
  return relu(logit) - x * logit + log1p(exp(-abs(logit)));
}
