// Explained: these are standard deviations; the question asks for variances, their squares
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double path, score, times;
};

inline Prediction predict() {
  return {.path = 2, .score = std::sqrt(30.0), .times = std::sqrt(7.5)};
}
