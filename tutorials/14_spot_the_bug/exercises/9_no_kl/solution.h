// Exercise 14.9  What the code costs
// Points: 3
// Chapter: 14
//
// Article 003 trains its "VAE" with loss='mse': there is no KL. Below, the same in one dimension,
// where all is known: the prior is N(0, 1), p(x|z) = N(z, 1), and the average over z ~ q is worked
// out. Seen: for x = 10 and q = N(10, e^-14) the loss is 0.919 nats. The true -log p(10) is 26.266,
// and no bound can be below that; the best q there is, N(5, 1/2), shows 26.266 in a healthy loss.
//
//   a) The squared error should be divided by the variance of q.
//   b) The loss pays for the reconstruction and nothing for the code: the KL to the prior is
//      missing.
//   c) The normal density of x is not normalised.
//   d) The average over z ignores the width of q.
//
// Give the letter, and mend the loss: q with mean and log_var [B, 1], x [B, 1] -> [B].
//
// Hint: Where does the prior N(0, 1) stand in the function?
// Hint: The bound is E_q[log p(x|z)] - KL(q || p), and the loss is minus that.
#pragma once

#include "tutorials/support/exercise.h"

/// E[-log N(x; z, 1)] for z ~ q. All [B, 1] -> [B]
inline Var<double> faulty_loss(const vae::Normal<double>& q, const Var<double>& x) {
  const double log_2_pi = std::log(2 * std::numbers::pi);
  return 0.5 * sum(square(x - q.mean) + exp(q.log_var) + log_2_pi, 1);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'b';
  // end solution
}

inline Var<double> mended_loss(const vae::Normal<double>& q, const Var<double>& x) {
  // begin solution: minus the bound
  return faulty_loss(q, x) + vae::kl_to_standard_normal(q);
  // end solution
}
