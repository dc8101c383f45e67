// Exercise 10.5  The best that a linear VAE can do
// Points: 3
// Chapter: 10
//
// Data in D dimensions have the variances v_1 >= v_2 >= ... >= v_D along their principal axes, and
// mean 0. A linear VAE with L < D latent dimensions says that x is normal with the covariance
// W W' + noise I, with W [D, L] and its transpose W'. The best one keeps the first L variances, and
// gives all other axes one noise variance: the one that makes log p largest. Return its mean
// log-likelihood in nats per point.
//
// Hint: The covariance C is then diagonal in the principal axes: v_1, ..., v_L, noise, ..., noise.
// A normal density is log p = -1/2 (D log 2 pi + log det C + x' C^-1 x).
// Hint: The mean of x' C^-1 x is the sum of the data's variances, each divided by the model's.
// Hint: Set the derivative with respect to the noise to 0.
#pragma once

#include "tutorials/support/exercise.h"

inline double ppca_log_likelihood(const std::vector<double>& variances, std::size_t latent) {
  // begin solution: the best noise, and log p with it
  const double data = static_cast<double>(variances.size());
  double log_det = 0, left_over = 0;
  for (std::size_t i = 0; i < variances.size(); ++i) {
    if (i < latent) log_det += std::log(variances[i]);
    if (i >= latent) left_over += variances[i];
  }
  const double discarded = data - static_cast<double>(latent);
  const double noise = left_over / discarded;
  log_det += discarded * std::log(noise);
  return -0.5 * (data * std::log(2 * std::numbers::pi) + log_det + data);
  // end solution
}
