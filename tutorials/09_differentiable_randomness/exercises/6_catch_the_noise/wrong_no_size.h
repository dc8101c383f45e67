// Explained: comparing calls does not see the size of the numbers: noise with deviation 0.01
// gets through
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
  return differ(first, second) && !differ(first, repeated) &&
         differ(first.slice(0, 0, 1), first.slice(0, 1, 2));
}
