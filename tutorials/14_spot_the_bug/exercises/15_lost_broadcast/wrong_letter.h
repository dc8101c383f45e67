// Explained: not d): with two latent dimensions that would leave 240; and nats are a sum
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_losses(const Var<double>& nats, const Var<double>& mean,
                                 const Var<double>& log_var) {
  const Var<double> kl = 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1, Dims::keep);
  return nats + kl;
}

inline char cause() { return 'd'; }

inline Var<double> mended_losses(const Var<double>& nats, const Var<double>& mean,
                                 const Var<double>& log_var) {
  return nats + 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1);
}
