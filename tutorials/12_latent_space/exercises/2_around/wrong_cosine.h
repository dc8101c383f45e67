// Explained: the cosine of the angle is a.b divided by both lengths: a.b alone is right only for
// lengths of 1
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> around(const Tensor<double>& a, const Tensor<double>& b, Size n) {
  const double from = std::sqrt(sum(a * a).item()), to = std::sqrt(sum(b * b).item());
  const Tensor<double> u = a / from, v = b / to;
  const double w = std::acos(std::min(sum(a * b).item(), 1.0));
  std::vector<Tensor<double>> codes;
  for (Size i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(n - 1);
    const double length = from + t * (to - from);
    if (w < 1e-7)
      codes.push_back(length * u);
    else
      codes.push_back(length / std::sin(w) * (std::sin((1 - t) * w) * u + std::sin(t * w) * v));
  }
  return concat(codes, 0);
}
