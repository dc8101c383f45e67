// Explained: the dimension is set to -3 to 3, it does not move by so much: far out no code of the
// data is to be found
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> my_traverse(const Tensor<double>& z, Size dimension, Size n) {
  std::vector<double> codes;
  for (Size i = 0; i < n; ++i)
    for (Size l = 0; l < z.shape()[1]; ++l) {
      const double t = static_cast<double>(i) / static_cast<double>(n - 1);
      codes.push_back(l == dimension ? z.at({0, l}) - 3 + 6 * t : z.at({0, l}));
    }
  return Tensor<double>::from({n, z.shape()[1]}, codes);
}
