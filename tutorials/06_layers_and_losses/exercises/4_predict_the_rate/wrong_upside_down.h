// Explained: the wrong way up: the sum is 32 times as large, so its steps are too long and the rate
// must be smaller
#pragma once

#include "tutorials/support/exercise.h"

struct Rates {
  double sum, mean;
};

inline Rates predict_rates() { return {.sum = 0.1 * 32, .mean = 0.1 / 784}; }
