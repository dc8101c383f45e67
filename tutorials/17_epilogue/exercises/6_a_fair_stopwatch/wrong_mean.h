// Explained: this is the mean: one accident of 50 seconds spoils it; the median does not see how
// bad the worst one was
#pragma once

#include "tutorials/support/exercise.h"

using Work = std::function<void()>;
using Clock = std::function<double()>;

inline double seconds_of(const Work& work, const Clock& clock) {
  work();
  const double begin = clock();
  for (int i = 0; i < 5; ++i) work();
  return (clock() - begin) / 5;
}
