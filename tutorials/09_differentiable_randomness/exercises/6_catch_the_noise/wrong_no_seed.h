// Explained: a sampler that does not use the Rng it is given cannot be repeated: the same seed
// must give the same numbers
#pragma once

#include "tutorials/support/exercise.h"

using Sampler = std::function<Tensor<double>(const Shape&, Rng&)>;

inline bool is_honest(const Sampler& draw) {
  Rng rng{1};
  const Tensor<double> first = draw({50, 1000}, rng), second = draw({50, 1000}, rng);
  const auto differ = [](const Tensor<double>& a, const Tensor<double>& b) {
    return max(abs(a - b)).item() > 0;
  };
  const double m = mean(first).item(), v = mean(first * first).item() - m * m;
  return std::abs(m) < 0.1 && std::abs(v - 1) < 0.15 && differ(first, second) &&
         differ(first.slice(0, 0, 1), first.slice(0, 1, 2));
}
