// Explained: every layer adds a bias to each of its outputs, and biases are trained as well
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double fair_coins, parameters, kl;
};

inline Prediction predict() { return {784 * std::log(2.0), 651200, 10}; }
