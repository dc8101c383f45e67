// Explained: noise of deviation 1 is added whatever log_var says, so the reconstruction still does
// not depend on it
#pragma once

#include "tutorials/support/exercise.h"

/// All [B, 1] -> [B]
inline Var<double> faulty_loss(const vae::Normal<double>& q, const Var<double>& x, Rng&) {
  const Var<double> z = q.mean;
  return vae::kl_to_standard_normal(q) - nn::gaussian_log_prob(z, Var<double>(0.0), x);
}

inline char cause() { return 'a'; }

inline Var<double> mended_loss(const vae::Normal<double>& q, const Var<double>& x, Rng& rng) {
  const Var<double> z = q.mean + Var<double>(normal<double>(q.mean.shape(), rng));
  return vae::kl_to_standard_normal(q) - nn::gaussian_log_prob(z, Var<double>(0.0), x);
}
