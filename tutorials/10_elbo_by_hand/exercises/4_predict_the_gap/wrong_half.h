// Explained: twice too much: each of the two logarithms in the KL of normal distributions has a
// factor 1/2
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double variance, gap;
};

inline Prediction predict() { return {.variance = 0.36, .gap = -std::log(0.36)}; }
