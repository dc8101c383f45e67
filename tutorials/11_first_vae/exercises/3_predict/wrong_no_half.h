// Explained: the KL of one such dimension is 1/2 nat: the formula begins with 1/2
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double fair_coins, parameters, kl;
};

inline Prediction predict() { return {784 * std::log(2.0), 652824, 20}; }
