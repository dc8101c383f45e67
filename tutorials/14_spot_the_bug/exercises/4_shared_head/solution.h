// Exercise 14.4  Two names for one tensor
// Points: 3
// Chapter: 14
//
// The encoder of article 000 ends in `return z_mean, z_mean`. Seen: over a batch, the correlation
// of mean and log-variance is 1.000, and their largest difference is 0. In a healthy encoder the
// two are free of each other; here the last layer gives h [B, 2 L], L columns for the means and L
// for the log-variances.
//
//   a) The encoder has not been trained yet: at the start all outputs are alike.
//   b) Mean and log-variance are the same numbers, and the columns for the log-variance are never
//      read.
//   c) The means are too large, so that they push the log-variances along.
//   d) A log-variance must not be negative, and a mean may be.
//
// Give the letter, and mend the function: h [B, 2 L] -> q with mean and log_var [B, L].
//
// Hint: Which columns of h does the result depend on?
// Hint: slice(h, 1, begin, end) takes columns.
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<double> faulty_posterior(const Var<double>& h) {
  const Var<double> z_mean = slice(h, 1, 0, h.shape()[1] / 2);
  return {z_mean, z_mean};
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'b';
  // end solution
}

inline vae::Normal<double> mended_posterior(const Var<double>& h) {
  // begin solution: two heads
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
  // end solution
}
