// Explained: this is the quantile of one normal number, which may be negative: |z| has another
// distribution, and never is
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> round_map(Size rings, Size directions) {
  std::vector<double> codes;
  for (Size i = 0; i < rings; ++i)
    for (Size j = 0; j < directions; ++j) {
      const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(rings);
      double low = -10, high = 10;
      for (int halving = 0; halving < 60; ++halving) {
        const double middle = (low + high) / 2;
        (std::erfc(-middle / std::sqrt(2.0)) / 2 < share ? low : high) = middle;
      }
      const double radius = low;
      const double turn = static_cast<double>(j) / static_cast<double>(directions);
      codes.push_back(radius * std::cos(2 * std::numbers::pi * turn));
      codes.push_back(radius * std::sin(2 * std::numbers::pi * turn));
    }
  return Tensor<double>::from({rings * directions, 2}, codes);
}
