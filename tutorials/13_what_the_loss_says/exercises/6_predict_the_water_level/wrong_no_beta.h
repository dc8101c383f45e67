// Explained: the level is beta sigma^2, not sigma^2 alone: beta makes every nat dearer
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  int active;
  double kl, squared_error, collapse;
};

inline Prediction predict() {
  return {
      .active = 3, .kl = 0.5 * std::log(9 * 4 * 1 / 0.125), .squared_error = 1.75, .collapse = 18};
}
