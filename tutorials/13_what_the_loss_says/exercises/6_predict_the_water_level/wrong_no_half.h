// Explained: a nat is 1/2 log of a quotient of variances: you left out the half
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  int active;
  double kl, squared_error, collapse;
};

inline Prediction predict() {
  return {.active = 2, .kl = std::log(9.0 / 2 * 4 / 2), .squared_error = 5.25, .collapse = 18};
}
