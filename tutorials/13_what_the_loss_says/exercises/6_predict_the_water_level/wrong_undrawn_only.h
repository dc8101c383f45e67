// Explained: an axis that is drawn keeps an error too, as large as the level; you counted only
// those that are not drawn
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  int active;
  double kl, squared_error, collapse;
};

inline Prediction predict() {
  return {
      .active = 2, .kl = 0.5 * std::log(9.0 / 2 * 4 / 2), .squared_error = 1.25, .collapse = 18};
}
