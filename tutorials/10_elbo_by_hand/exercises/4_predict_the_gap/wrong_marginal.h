// Explained: 1 is the variance of z_1 alone, whatever z_2 is; KL(q || p) punishes q wherever p
// is small, so the best q is as narrow as the ridge: the variance of z_1 when z_2 is known
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double variance, gap;
};

inline Prediction predict() {
  return {.variance = 1, .gap = 0.5 * (2 / 0.36 - 2 + std::log(0.36))};
}
