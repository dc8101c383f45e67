// Explained: you have given the points of the straight line the right lengths, but their
// directions turn fastest in the middle
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> around(const Tensor<double>& a, const Tensor<double>& b, Size n) {
  const double from = std::sqrt(sum(a * a).item()), to = std::sqrt(sum(b * b).item());
  std::vector<Tensor<double>> codes;
  for (Size i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(n - 1);
    const Tensor<double> on_line = a + t * (b - a);
    const double length = from + t * (to - from);
    codes.push_back(length / std::sqrt(sum(on_line * on_line).item()) * on_line);
  }
  return concat(codes, 0);
}
