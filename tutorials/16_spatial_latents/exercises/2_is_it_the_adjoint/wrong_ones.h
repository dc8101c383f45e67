// Explained: an image of ones looks the same everywhere: numbers in the wrong place add up to the
// same sum
#pragma once

#include "tutorials/support/exercise.h"

using Linear = std::function<Tensor<double>(const Tensor<double>&)>;

inline bool is_adjoint(const Linear& forth, const Linear& back, Size n, Size m) {
  const Tensor<double> x = Tensor<double>::ones({n}), y = Tensor<double>::ones({m});
  return std::abs(sum(forth(x) * y).item() - sum(x * back(y)).item()) < 1e-9;
}
