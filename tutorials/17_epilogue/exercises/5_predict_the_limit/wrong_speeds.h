// Explained: 1.8 adds up speeds (0.8 times 2 and 0.2 times 1): what adds up is time, and the slow
// part keeps all of its own
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double twice, infinite, rest;
};

inline Prediction predict() { return {.twice = 1.8, .infinite = 5, .rest = 0.25}; }
