// Explained: each coin costs one bit, but a nat is larger: one bit is log 2 = 0.693 nats
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double fair_coins, parameters, kl;
};

inline Prediction predict() { return {784, 652824, 10}; }
