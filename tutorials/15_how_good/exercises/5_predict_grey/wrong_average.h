// Explained: you took the logarithm of the average probability, which is 1/4 for any model: the
// average is that of the logarithms
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double grey, tossed;
};

inline Prediction predict() { return {.grey = std::log(0.09), .tossed = std::log(0.25)}; }
