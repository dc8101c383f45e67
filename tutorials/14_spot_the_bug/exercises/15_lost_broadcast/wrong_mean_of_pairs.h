// Explained: the average over the pairs only has the right total: each image now pays the average
// KL of all images instead of its own
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
  return gradus::mean(faulty_losses(nats, mean, log_var), 0);
}
