// Explained: z = 5 is not half of the way from 1 to 10: it is 4 of 9 steps
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double lit, brightness, corner;
};

inline Prediction predict() { return {0.75, 7.0 / 9, -1.644854}; }
