// Explained: 32 and 784 are exchanged: per_image is a mean over the images already, and a sum over
// the pixels
#pragma once

#include "tutorials/support/exercise.h"

struct Rates {
  double sum, mean;
};

inline Rates predict_rates() { return {.sum = 0.1 / 784, .mean = 0.1 * 32}; }
