// Explained: there is no ninth stage: after 3,280 epochs the rate stays at 0.0001
#pragma once

#include "tutorials/support/exercise.h"

inline double stage_rate(std::int64_t done) {
  int stage = 0;
  for (std::int64_t length = 1, end = 1; done >= end; ++stage) {
    length *= 3;
    end += length;
  }
  return std::round(100 * std::pow(10, -stage / 7.0)) / 1e5;
}
