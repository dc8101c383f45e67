// Explained: the prior is missing: a weight is p(z) p(x|z) / q(z|x); p(x|z) / q(z|x) alone rewards
// codes that never occur
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
    const double z = mean + stddev * rng.normal();
    logs.push_back(log_bell(x, w * z, noise) - log_bell(z, mean, stddev));
  }
  const double largest = *std::max_element(logs.begin(), logs.end());
  double sum = 0;
  for (const double l : logs) sum += std::exp(l - largest);
  return largest + std::log(sum / k);
}
