// Explained: one parameter is not enough: some constants are right there and wrong elsewhere
#pragma once

#include "tutorials/support/exercise.h"

struct Claim {
  std::function<double(double x, double parameter)> log_density;
  double low, high;  // of x
};

inline bool is_density(const Claim& claim) {
  constexpr int parts = 20'000;
  const double width = (claim.high - claim.low) / parts;
  for (const double parameter : {0.0}) {
    double area = 0;
    for (int i = 0; i < parts; ++i)
      area += width * std::exp(claim.log_density(claim.low + (i + 0.5) * width, parameter));
    if (std::abs(area - 1) > 1e-3) return false;
  }
  return true;
}
