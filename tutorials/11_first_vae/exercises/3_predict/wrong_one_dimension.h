// Explained: the KL is a sum over dimensions, not their mean
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double fair_coins, parameters, kl;
};

inline Prediction predict() { return {784 * std::log(2.0), 652824, 0.5}; }
