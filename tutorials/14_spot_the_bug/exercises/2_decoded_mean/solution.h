// Exercise 14.2  A bound that is too good to be true
// Points: 3
// Chapter: 14
//
// Article 001 decodes z_mean and charges the KL of z_mean and z_log_var all the same. Below, in one
// dimension: the prior is N(0, 1) and the decoder shows z itself, p(x|z) = N(z, 1), so that the
// true -log p(x) is known. Seen: for x = 2 and q = N(1, 1) the loss is 1.919 nats on average, but
// -log p(2) = 2.266: no bound can be below. And the slope of the loss in log_var is 0 at log_var =
// 0, whatever x is, although the true posterior has log_var = log(1/2) = -0.693.
//
//   a) The decoder never sees a sample: the width of q costs nothing in the reconstruction.
//   b) The KL has the wrong sign.
//   c) The constant log(2 pi) / 2 of the normal density is left out.
//   d) The KL is charged against another prior than N(0, 1).
//
// Give the letter, and mend the loss: q holds mean and log_var [B, 1], x [B, 1] -> [B].
//
// Hint: What is the reconstruction a function of? What is missing in that list?
// Hint: One sample for each row is enough; q.sample(rng) draws it, and gradients pass.
#pragma once

#include "tutorials/support/exercise.h"

/// All [B, 1] -> [B]
inline Var<double> faulty_loss(const vae::Normal<double>& q, const Var<double>& x, Rng&) {
  const Var<double> z = q.mean;
  return vae::kl_to_standard_normal(q) - nn::gaussian_log_prob(z, Var<double>(0.0), x);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'a';
  // end solution
}

inline Var<double> mended_loss(const vae::Normal<double>& q, const Var<double>& x, Rng& rng) {
  // begin solution: the loss without the fault
  const Var<double> z = q.sample(rng);
  return vae::kl_to_standard_normal(q) - nn::gaussian_log_prob(z, Var<double>(0.0), x);
  // end solution
}
