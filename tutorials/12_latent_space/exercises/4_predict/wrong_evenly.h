// Explained: the steps are equal in probability, not in distance: the map does not go to -3
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double lit, brightness, corner;
};

inline Prediction predict() { return {7.0 / 9, 7.0 / 9, -3}; }
