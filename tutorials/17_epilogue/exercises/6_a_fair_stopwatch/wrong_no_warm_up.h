// Explained: the first call is measured: it pays for memory and threads that later calls find ready
#pragma once

#include "tutorials/support/exercise.h"

using Work = std::function<void()>;
using Clock = std::function<double()>;

inline double seconds_of(const Work& work, const Clock& clock) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const double begin = clock();
    work();
    times.push_back(clock() - begin);
  }
  std::sort(times.begin(), times.end());
  return times[2];
}
