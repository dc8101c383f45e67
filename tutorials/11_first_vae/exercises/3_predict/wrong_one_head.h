// Explained: the encoder gives two numbers for each code, a mean and a log-variance: its last layer
// has 40 outputs
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double fair_coins, parameters, kl;
};

inline Prediction predict() { return {784 * std::log(2.0), 644804, 10}; }
