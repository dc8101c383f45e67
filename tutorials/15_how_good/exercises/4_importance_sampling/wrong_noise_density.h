// Explained: you divide by the density of the noise: z = mean + stddev eps is stddev times as wide,
// so its density is stddev times as low
#pragma once

#include "tutorials/support/exercise.h"

inline double log_bell(double x, double mean, double stddev) {
  const double u = (x - mean) / stddev;
  return -0.5 * (u * u + std::log(2 * std::numbers::pi)) - std::log(stddev);
}

inline double log_likelihood_of(double x, double w, double noise, double mean, double stddev, int k,
                                Rng& rng) {
  std::vector<double> logs;
  for (int i = 0; i < k; ++i) {
    const double eps = rng.normal(), z = mean + stddev * eps;
    logs.push_back(log_bell(z, 0, 1) + log_bell(x, w * z, noise) - log_bell(eps, 0, 1));
  }
  const double largest = *std::max_element(logs.begin(), logs.end());
  double sum = 0;
  for (const double l : logs) sum += std::exp(l - largest);
  return largest + std::log(sum / k);
}
