// Explained: this is the x *above* which a number lies with probability p: the sign is turned
#pragma once

#include "tutorials/support/exercise.h"

inline double my_quantile(double p) {
  double low = -40, high = 40;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) / 2 < p ? high : low) = middle;
  }
  return (low + high) / 2;
}
