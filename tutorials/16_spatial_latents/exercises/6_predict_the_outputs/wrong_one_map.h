// Explained: these are the numbers of one map, and there are eight
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  Size each_code, any_mean, product, full;
  double beta;
};

inline Prediction predict() {
  return {.each_code = 40, .any_mean = 29, .product = 18, .full = 34, .beta = 64.0 / 3};
}
