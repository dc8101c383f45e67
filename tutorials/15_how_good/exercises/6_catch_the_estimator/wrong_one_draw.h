// Explained: with k = 1 the mean of logarithms is the logarithm of the mean, and log k is 0: try
// many draws as well
#pragma once

#include "tutorials/support/exercise.h"

using Estimator = std::function<double(double, int, Rng&)>;

inline bool is_honest(const Estimator& estimate) {
  Rng rng{1};
  const double exact = -0.5 * std::log(4 * std::numbers::pi);  // of x = 0
  double mean = 0;
  for (int i = 0; i < 5000; ++i) mean += estimate(0, 1, rng) / 5000;
  return mean < exact;
}
