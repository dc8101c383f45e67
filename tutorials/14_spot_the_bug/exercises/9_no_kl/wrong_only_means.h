// Explained: this holds the means near 0, but a code of no width is still free: log_var falls
// without end
#pragma once

#include "tutorials/support/exercise.h"

/// E[-log N(x; z, 1)] for z ~ q. All [B, 1] -> [B]
inline Var<double> faulty_loss(const vae::Normal<double>& q, const Var<double>& x) {
  const double log_2_pi = std::log(2 * std::numbers::pi);
  return 0.5 * sum(square(x - q.mean) + exp(q.log_var) + log_2_pi, 1);
}

inline char cause() { return 'b'; }

inline Var<double> mended_loss(const vae::Normal<double>& q, const Var<double>& x) {
  return faulty_loss(q, x) + 0.5 * sum(square(q.mean), 1);
}
