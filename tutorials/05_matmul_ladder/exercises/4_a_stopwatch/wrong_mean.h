// Explained: a mean lets one disturbed call spoil all the others; the median is not moved by it
#pragma once

#include "tutorials/support/exercise.h"

using Clock = std::function<double()>;
using Work = std::function<void()>;

inline double typical_seconds(const Work& work, const Clock& clock, int rounds) {
  work();
  const double start = clock();
  for (int i = 0; i < rounds; ++i) work();
  return (clock() - start) / rounds;
}
