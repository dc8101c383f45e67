// Explained: this is what a network without the bug can reach: log(x / (1 - x)) is no probability
// unless x is between 0.5 and 0.731
#pragma once

#include "tutorials/support/exercise.h"

inline double lowest_loss(double x) {
  const auto loss = [x](double l) { return std::log1p(std::exp(l)) - x * l; };
  if (x <= 0 || x >= 1) return 0;
  return loss(std::log(x / (1 - x)));
}
