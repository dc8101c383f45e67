// Explained: one nat is no small difference, models are told apart by half of one: 2,000 draws are
// good to about 0.01
#pragma once

#include "tutorials/support/exercise.h"

using Estimator = std::function<double(double, int, Rng&)>;

inline bool is_honest(const Estimator& estimate) {
  Rng rng{1};
  const double exact = -0.5 * std::log(4 * std::numbers::pi);  // of x = 0
  return std::abs(estimate(0, 2000, rng) - exact) < 1;
}
