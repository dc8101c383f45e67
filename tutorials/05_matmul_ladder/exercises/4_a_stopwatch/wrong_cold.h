// Explained: the first call is among your times: it warms up and does not count
#pragma once

#include "tutorials/support/exercise.h"

using Clock = std::function<double()>;
using Work = std::function<void()>;

inline double typical_seconds(const Work& work, const Clock& clock, int rounds) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double start = clock();
    work();
    times.push_back(clock() - start);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}
