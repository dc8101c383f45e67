// Exercise 15.4  log p(x), by draws
// Points: 4
// Chapter: 15
//
// The model is z ~ N(0, 1), x ~ N(w z, noise^2). Somebody's encoder says q(z|x) = N(mean,
// stddev^2). Return
//
//     log( 1/k sum_i p(x, z_i) / q(z_i|x) ),   z_i ~ q(z|x)
//
// drawing each z_i with one call of rng.normal(). log_bell, the logarithm of a normal density, is
// given. Far from the data p(x, z) is smaller than any double, and its logarithm must not be lost.
//
// Hint: z = mean + stddev rng.normal(), and p(x, z) = p(z) p(x|z).
// Hint: q is the density of z, not that of the noise.
// Hint: Collect the logarithms of the k weights; take the largest out of the sum before exp.
#pragma once

#include "tutorials/support/exercise.h"

inline double log_bell(double x, double mean, double stddev) {
  const double u = (x - mean) / stddev;
  return -0.5 * (u * u + std::log(2 * std::numbers::pi)) - std::log(stddev);
}

inline double log_likelihood_of(double x, double w, double noise, double mean, double stddev, int k,
                                Rng& rng) {
  // begin solution: k log-weights, and the logarithm of the mean of their exponentials
  std::vector<double> logs;
  for (int i = 0; i < k; ++i) {
    const double z = mean + stddev * rng.normal();
    logs.push_back(log_bell(z, 0, 1) + log_bell(x, w * z, noise) - log_bell(z, mean, stddev));
  }
  const double largest = *std::max_element(logs.begin(), logs.end());
  double sum = 0;
  for (const double l : logs) sum += std::exp(l - largest);
  return largest + std::log(sum / k);
  // end solution
}
