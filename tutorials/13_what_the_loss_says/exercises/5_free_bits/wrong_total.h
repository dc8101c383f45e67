// Explained: the allowance is one for each dimension: yours is for all together, so one loud
// dimension uses it up for the silent ones
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> spared_kl(const Var<double>& kl, double free_nats) {
  const double all = free_nats * static_cast<double>(kl.shape()[1]);
  return maximum(mean(sum(kl, 1)), Var<double>(all));
}
