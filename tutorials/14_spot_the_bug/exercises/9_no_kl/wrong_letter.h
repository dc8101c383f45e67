// Explained: not d): exp(log_var) stands in the average, as it should
#pragma once

#include "tutorials/support/exercise.h"

/// E[-log N(x; z, 1)] for z ~ q. All [B, 1] -> [B]
inline Var<double> faulty_loss(const vae::Normal<double>& q, const Var<double>& x) {
  const double log_2_pi = std::log(2 * std::numbers::pi);
  return 0.5 * sum(square(x - q.mean) + exp(q.log_var) + log_2_pi, 1);
}

inline char cause() { return 'd'; }

inline Var<double> mended_loss(const vae::Normal<double>& q, const Var<double>& x) {
  return faulty_loss(q, x) + vae::kl_to_standard_normal(q);
}
