// Explained: u has passed through the sigmoid itself: F makes a probability of a number, wanted is
// the way back
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_logistic(const Var<double>& mean, const Var<double>& log_scale,
                                 const Tensor<double>& u) {
  return mean + exp(log_scale) * sigmoid(Var<double>(u));
}
