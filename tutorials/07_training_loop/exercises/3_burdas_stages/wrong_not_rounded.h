// Explained: the rates are rounded to multiples of 0.00001: 0.00072, not 0.00071969
#pragma once

#include "tutorials/support/exercise.h"

inline double stage_rate(std::int64_t done) {
  int stage = 0;
  for (std::int64_t length = 1, end = 1; stage < 7 && done >= end; ++stage) {
    length *= 3;
    end += length;
  }
  return 1e-3 * std::pow(10, -stage / 7.0);
}
