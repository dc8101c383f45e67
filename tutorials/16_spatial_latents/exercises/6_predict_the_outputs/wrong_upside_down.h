// Explained: the mean that is taken over more numbers makes its part smaller: the squared error is
// divided by more, so the KL counts more than once
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  Size each_code, any_mean, product, full;
  double beta;
};

inline Prediction predict() {
  return {.each_code = 320, .any_mean = 232, .product = 144, .full = 272, .beta = 3.0 / 64};
}
