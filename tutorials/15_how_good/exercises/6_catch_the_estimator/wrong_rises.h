// Explained: that it rises with k is necessary, not sufficient: compare it with log p(x), which is
// known here
#pragma once

#include "tutorials/support/exercise.h"

using Estimator = std::function<double(double, int, Rng&)>;

inline bool is_honest(const Estimator& estimate) {
  Rng rng{1};
  const double exact = -0.5 * std::log(4 * std::numbers::pi);  // of x = 0
  double mean = 0;
  for (int i = 0; i < 20000; ++i) mean += estimate(0, 1, rng) / 20000;
  return std::isfinite(exact) && estimate(0, 20000, rng) > mean + 0.025;
}
