// Explained: x is not a coin: adding up its two ends says nothing about the grey values between
#pragma once

#include "tutorials/support/exercise.h"

struct Claim {
  std::function<double(double x, double parameter)> log_density;
  double low, high;  // of x
};

inline bool is_density(const Claim& claim) {
  for (const double parameter : {-4.0, 0.0, 4.0}) {
    const double total = std::exp(claim.log_density(claim.low, parameter)) +
                         std::exp(claim.log_density(claim.high, parameter));
    if (std::abs(total - 1) > 1e-3) return false;
  }
  return true;
}
