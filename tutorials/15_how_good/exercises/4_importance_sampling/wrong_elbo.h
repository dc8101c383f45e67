// Explained: this is the mean of the logarithms, the ELBO: however many draws, it never comes
// nearer to log p(x)
#pragma once

#include "tutorials/support/exercise.h"

inline double log_bell(double x, double mean, double stddev) {
  const double u = (x - mean) / stddev;
  return -0.5 * (u * u + std::log(2 * std::numbers::pi)) - std::log(stddev);
}

inline double log_likelihood_of(double x, double w, double noise, double mean, double stddev, int k,
                                Rng& rng) {
  double sum = 0;
  for (int i = 0; i < k; ++i) {
    const double z = mean + stddev * rng.normal();
    sum += log_bell(z, 0, 1) + log_bell(x, w * z, noise) - log_bell(z, mean, stddev);
  }
  return sum / k;
}
