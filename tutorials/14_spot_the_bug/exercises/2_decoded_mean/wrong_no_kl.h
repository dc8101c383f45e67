// Explained: without the KL nothing draws log_var to 0, so that symptom is gone; but now the loss
// is no bound at all, it pays nothing for the code
#pragma once

#include "tutorials/support/exercise.h"

/// All [B, 1] -> [B]
inline Var<double> faulty_loss(const vae::Normal<double>& q, const Var<double>& x, Rng&) {
  const Var<double> z = q.mean;
  return vae::kl_to_standard_normal(q) - nn::gaussian_log_prob(z, Var<double>(0.0), x);
}

inline char cause() { return 'a'; }

inline Var<double> mended_loss(const vae::Normal<double>& q, const Var<double>& x, Rng& rng) {
  const Var<double> z = q.sample(rng);
  return -nn::gaussian_log_prob(z, Var<double>(0.0), x);
}
