// Explained: the ones on the diagonal of a factor are given: only the 10 and 6 numbers below it
// are wanted
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  Size each_code, any_mean, product, full;
  double beta;
};

inline Prediction predict() {
  return {.each_code = 320, .any_mean = 232, .product = 144, .full = 344, .beta = 64.0 / 3};
}
