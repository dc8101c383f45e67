// Explained: the score's variance is E[s^2] - (E[s])^2: you left out the second part; the slope
// E[s] is 2
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double path, score, times;
};

inline Prediction predict() { return {.path = 4, .score = 34, .times = 34.0 / 4}; }
