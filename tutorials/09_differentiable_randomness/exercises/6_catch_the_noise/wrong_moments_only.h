// Explained: mean and variance alone do not see numbers that come again: two calls must differ,
// and so must two rows
#pragma once

#include "tutorials/support/exercise.h"

using Sampler = std::function<Tensor<double>(const Shape&, Rng&)>;

inline bool is_honest(const Sampler& draw) {
  Rng rng{1};
  const Tensor<double> first = draw({50, 1000}, rng);
  const double m = mean(first).item(), v = mean(first * first).item() - m * m;
  return std::abs(m) < 0.1 && std::abs(v - 1) < 0.15;
}
