// Explained: one pixel in the middle does not see the border: try numbers that are not 0 anywhere
#pragma once

#include "tutorials/support/exercise.h"

using Linear = std::function<Tensor<double>(const Tensor<double>&)>;

inline bool is_adjoint(const Linear& forth, const Linear& back, Size n, Size m) {
  Rng rng{1};
  const Tensor<double> x = normal<double>({n}, rng);
  Tensor<double> y = Tensor<double>::zeros({m});
  y.write()[m / 2] = 1;
  return std::abs(sum(forth(x) * y).item() - sum(x * back(y)).item()) < 1e-9;
}
