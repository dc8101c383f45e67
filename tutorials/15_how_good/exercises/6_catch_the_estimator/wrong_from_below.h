// Explained: a bound that is never above log p(x) may still be far below it: with 2,000 draws it
// has to come near
#pragma once

#include "tutorials/support/exercise.h"

using Estimator = std::function<double(double, int, Rng&)>;

inline bool is_honest(const Estimator& estimate) {
  Rng rng{1};
  const double exact = -0.5 * std::log(4 * std::numbers::pi);  // of x = 0
  return estimate(0, 2000, rng) < exact + 0.07;
}
