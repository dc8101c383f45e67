// Explained: you time the clock and not the work: take the time before the call, call, and take
// it again
#pragma once

#include "tutorials/support/exercise.h"

using Clock = std::function<double()>;
using Work = std::function<void()>;

inline double typical_seconds(const Work& work, const Clock& clock, int rounds) {
  work();
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    work();
    const double start = clock();
    times.push_back(clock() - start);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}
