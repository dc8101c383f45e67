// Explained: this is the ELBO itself; an optimiser that minimises it makes the model worse and
// worse
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_loss(const Var<double>& x, const Var<double>& logits, const Var<double>& mean,
                           const Var<double>& log_var) {
  const Var<double> log_p = bernoulli_log_prob(logits, x);
  const Var<double> kl = 0.5 * (square(mean) + exp(log_var) - 1.0 - log_var);
  return gradus::mean(sum(log_p, 1) - sum(kl, 1));
}
