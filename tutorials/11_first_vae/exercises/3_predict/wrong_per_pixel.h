// Explained: that is the cost of one pixel; an image has 784 of them, and nats are counted per
// image
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double fair_coins, parameters, kl;
};

inline Prediction predict() { return {std::log(2.0), 652824, 10}; }
