// Explained: 3^i is the length of stage i, not where it ends: the lengths of all stages before it
// have to be added
#pragma once

#include "tutorials/support/exercise.h"

inline double stage_rate(std::int64_t done) {
  int stage = 0;
  for (std::int64_t end = 1; stage < 7 && done >= end; ++stage) end *= 3;
  return std::round(100 * std::pow(10, -stage / 7.0)) / 1e5;
}
