// Explained: the time in the middle of the list is the median only after sorting
#pragma once

#include "tutorials/support/exercise.h"

using Clock = std::function<double()>;
using Work = std::function<void()>;

inline double typical_seconds(const Work& work, const Clock& clock, int rounds) {
  work();
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double start = clock();
    work();
    times.push_back(clock() - start);
  }
  return times[times.size() / 2];
}
