// Exercise 14.21  One image, and everything is infinite
// Points: 3
// Chapter: 14
//
// synthcity#331 and WorldModels#9, whose KL is 2.9e8 before it is NaN. Seen, in float: for one
// unusual image the encoder gives h = (0.5, 95), a mean and a log_var, and its KL is infinite.
// FiniteCheck says "exp: 1 of 1 numbers of its result [1, 1] are not finite, the first is inf".
// With log_var kept within -6 and 2, as published codes do, it is 2.32, the healthy value.
//
//   a) The KL takes the logarithm of a variance that has become 0.
//   b) The learning rate is too large.
//   c) Nothing bounds log_var, and exp(95) is no float.
//   d) The mean is too large to be squared in float.
//
// Give the letter, and mend the function: h [B, 2 L], L means and then L logarithms of variances,
// to q(z|x). A log_var that lies within -6 and 2 must stay as it is, and so must every mean.
//
// Hint: The largest float is 3.4e38, which is exp(88.7).
// Hint: log N(z; mean, exp(log_var)) has exp(-log_var) in it: there is a lower end as well.
// Hint: clamp(x, low, high), with both bounds as floats: 2.0F.
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<float> faulty_posterior(const Var<float>& h) {
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'c';
  // end solution
}

inline vae::Normal<float> mended_posterior(const Var<float>& h) {
  // begin solution: q(z|x) with a bounded log_var
  const vae::Normal<float> q = faulty_posterior(h);
  return {q.mean, clamp(q.log_var, -6.0F, 2.0F)};
  // end solution
}
