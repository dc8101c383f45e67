// Explained: each call may be right while all rows of a batch get the same noise: compare two
// rows of one call
#pragma once

#include "tutorials/support/exercise.h"

using Sampler = std::function<Tensor<double>(const Shape&, Rng&)>;

inline bool is_honest(const Sampler& draw) {
  const Shape shape{50, 1000};
  Rng rng{1}, same{1};
  const Tensor<double> first = draw(shape, rng), second = draw(shape, rng);
  const Tensor<double> repeated = draw(shape, same);
  const auto differ = [](const Tensor<double>& a, const Tensor<double>& b) {
    return max(abs(a - b)).item() > 0;
  };
  const double m = mean(first).item(), v = mean(first * first).item() - m * m;
  return std::abs(m) < 0.1 && std::abs(v - 1) < 0.15 && differ(first, second) &&
         !differ(first, repeated);
}
