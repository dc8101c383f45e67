// Explained: mean plus s times u is uniform between mean and mean + s: u has to pass through the
// inverse of F first
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_logistic(const Var<double>& mean, const Var<double>& log_scale,
                                 const Tensor<double>& u) {
  return mean + exp(log_scale) * u;
}
