// Exercise 14.6  Two KLs of one distribution
// Points: 3
// Chapter: 14
//
// DeZero's VAE example samples with exp(log_var) and computes the KL with exp(log_var) as the
// variance; so do keras#3283 and many others. The KL can be estimated from samples too: the average
// of log q(z) - log p(z). Seen, for mean 0.5 and log_var -2: samples give 1.067, the formula (m^2 +
// v - 1 - log v) / 2 with v = exp(-2) gives 0.693. Healthy: both give 0.693.
//
//   a) Too few samples: the average has not settled.
//   b) The samples have another deviation than the density that they are put into.
//   c) The formula is for log_var as the logarithm of sigma.
//   d) p(z) is not the standard normal density.
//
// Give the letter, and mend the estimate. eps holds N(0, 1) numbers [N, 1]; the result is one
// number.
//
// Hint: With which deviation were the z drawn, and with which is log q(z) computed?
// Hint: E[(z - m)^2] has to be v.
#pragma once

#include "tutorials/support/exercise.h"

inline double faulty_kl(double mean, double log_var, const Tensor<double>& eps) {
  const Tensor<double> z = mean + std::exp(log_var) * eps;
  const vae::Normal<double> q{Tensor<double>::full(z.shape(), mean), Var<double>(log_var)};
  return gradus::mean(q.log_prob(z) - vae::standard_normal_log_prob(Var<double>(z))).item();
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'b';
  // end solution
}

inline double mended_kl(double mean, double log_var, const Tensor<double>& eps) {
  // begin solution: samples of the density
  const Tensor<double> z = mean + std::exp(0.5 * log_var) * eps;
  const vae::Normal<double> q{Tensor<double>::full(z.shape(), mean), Var<double>(log_var)};
  return gradus::mean(q.log_prob(z) - vae::standard_normal_log_prob(Var<double>(z))).item();
  // end solution
}
