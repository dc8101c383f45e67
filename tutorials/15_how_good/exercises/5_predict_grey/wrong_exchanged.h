// Explained: these are the right numbers, exchanged
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double grey, tossed;
};

inline Prediction predict() {
  return {.grey = 0.5 * std::log(0.41 * 0.09), .tossed = std::log(0.09)};
}
