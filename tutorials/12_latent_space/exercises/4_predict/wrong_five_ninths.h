// Explained: from 1 to 5 there are four steps, not five
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double lit, brightness, corner;
};

inline Prediction predict() { return {1 - 2.5 / 9, 7.0 / 9, -1.644854}; }
