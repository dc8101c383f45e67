// Explained: a mean is not all that q needs: variances come from the encoder as well
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  Size each_code, any_mean, product, full;
  double beta;
};

inline Prediction predict() {
  return {.each_code = 160, .any_mean = 160, .product = 72, .full = 200, .beta = 64.0 / 3};
}
