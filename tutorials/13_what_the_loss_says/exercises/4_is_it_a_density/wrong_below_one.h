// Explained: a density may be larger than 1, and its logarithm positive: only its integral is 1
#pragma once

#include "tutorials/support/exercise.h"

struct Claim {
  std::function<double(double x, double parameter)> log_density;
  double low, high;  // of x
};

inline bool is_density(const Claim& claim) {
  constexpr int parts = 20'000;
  const double width = (claim.high - claim.low) / parts;
  for (const double parameter : {-4.0, 0.0, 4.0}) {
    double area = 0;
    for (int i = 0; i < parts; ++i) {
      const double log = claim.log_density(claim.low + (i + 0.5) * width, parameter);
      if (log > 0) return false;
      area += width * std::exp(log);
    }
    if (std::abs(area - 1) > 1e-3) return false;
  }
  return true;
}
