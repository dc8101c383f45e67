// Explained: the numbers are right, but their shape is [B, 1], which will do the same again with
// the next [B] that it meets
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_losses(const Var<double>& nats, const Var<double>& mean,
                                 const Var<double>& log_var) {
  const Var<double> kl = 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1, Dims::keep);
  return nats + kl;
}

inline char cause() { return 'c'; }

inline Var<double> mended_losses(const Var<double>& nats, const Var<double>& mean,
                                 const Var<double>& log_var) {
  const Var<double> kl = 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1, Dims::keep);
  return reshape(nats, kl.shape()) + kl;
}
