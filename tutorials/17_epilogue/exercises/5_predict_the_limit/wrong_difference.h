// Explained: 0.4 is what is missing from the factor 2, and no share of the time: on two threads the
// program takes 1 / 1.6 of its time
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double twice, infinite, rest;
};

inline Prediction predict() { return {.twice = 1 / 0.6, .infinite = 5, .rest = 0.4}; }
