// Explained: these are the times that are left, not how many times as fast the step is: divide the
// old time by the new one
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double twice, infinite, rest;
};

inline Prediction predict() { return {.twice = 0.6, .infinite = 0.2, .rest = 0.25}; }
