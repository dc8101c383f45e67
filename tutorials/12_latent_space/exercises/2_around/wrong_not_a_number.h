// Explained: between two codes of the same direction the angle is 0, and you divide 0 by 0
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> around(const Tensor<double>& a, const Tensor<double>& b, Size n) {
  const double from = std::sqrt(sum(a * a).item()), to = std::sqrt(sum(b * b).item());
  const Tensor<double> u = a / from, v = b / to;
  const double w = std::acos(std::min(sum(u * v).item(), 1.0));
  std::vector<Tensor<double>> codes;
  for (Size i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(n - 1);
    const double length = from + t * (to - from);
    codes.push_back(length / std::sin(w) * (std::sin((1 - t) * w) * u + std::sin(t * w) * v));
  }
  return concat(codes, 0);
}
