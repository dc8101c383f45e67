// Explained: sum and mean differ by 32 * 784, but the rate 0.1 belongs to neither of them:
// per_image lies between
#pragma once

#include "tutorials/support/exercise.h"

struct Rates {
  double sum, mean;
};

inline Rates predict_rates() { return {.sum = 0.1 / (32 * 784), .mean = 0.1 * (32 * 784)}; }
