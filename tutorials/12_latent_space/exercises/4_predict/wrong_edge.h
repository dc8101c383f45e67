// Explained: that is the edge of the first tenth: its middle has a probability of 0.05 below it
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double lit, brightness, corner;
};

inline Prediction predict() { return {7.0 / 9, 7.0 / 9, -1.281552}; }
