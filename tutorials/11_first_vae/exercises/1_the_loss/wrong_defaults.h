// Explained: a mean over all pixels beside a sum over the whole batch: beta is then B D, tens of
// thousands, and the code will be ignored
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_loss(const Var<double>& x, const Var<double>& logits, const Var<double>& mean,
                           const Var<double>& log_var) {
  const Var<double> log_p = bernoulli_log_prob(logits, x);
  const Var<double> kl = 0.5 * (square(mean) + exp(log_var) - 1.0 - log_var);
  return sum(kl) - gradus::mean(log_p);
}
