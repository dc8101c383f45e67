// Explained: the difference is compared with its sign: half of all wrong gradients have it below
// the tolerance. Take std::abs
#pragma once

#include "tutorials/support/exercise.h"

inline bool gradient_fits(const std::function<double(const Tensor<double>&)>& f,
                          const Tensor<double>& x, const Tensor<double>& gradient, Rng& rng) {
  const double h = 1e-5;
  const Tensor<double> d = normal<double>(x.shape(), rng);
  const double slope = (f(x + h * d) - f(x - h * d)) / (2 * h);
  return slope - sum(gradient * d).item() <= 1e-6 * std::max(1.0, std::abs(slope));
}
