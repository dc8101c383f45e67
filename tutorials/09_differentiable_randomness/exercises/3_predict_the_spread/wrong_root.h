// Explained: samples are saved with the variance, not with its root: the standard error falls
// with 1/sqrt(n)
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double path, score, times;
};

inline Prediction predict() { return {.path = 4, .score = 30, .times = std::sqrt(7.5)}; }
