// Explained: 0.6 is the standard deviation; the variance is its square
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double variance, gap;
};

inline Prediction predict() { return {.variance = 0.6, .gap = -0.5 * std::log(0.36)}; }
