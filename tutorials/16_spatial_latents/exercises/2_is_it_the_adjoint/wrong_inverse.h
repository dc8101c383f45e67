// Explained: the adjoint is no inverse: going forth and back does not lead to where you began, and
// need not
#pragma once

#include "tutorials/support/exercise.h"

using Linear = std::function<Tensor<double>(const Tensor<double>&)>;

inline bool is_adjoint(const Linear& forth, const Linear& back, Size n, Size) {
  Rng rng{1};
  const Tensor<double> x = normal<double>({n}, rng);
  return max(abs(back(forth(x)) - x)).item() < 1e-9;
}
