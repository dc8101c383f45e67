// Exercise 17.6  A fair stopwatch
// Points: 4
// Chapter: 17
//
// Measure how long work() takes. The first call is slow, because memory is fetched and threads wake
// up; and now and then another program gets in the way. So: call work() once without measuring it;
// then measure five calls, each by itself; return the median of the five, the one in the middle by
// size. clock() says how many seconds it is now. Ask it right before and right after each measured
// call.
//
// The grader brings a clock of its own, which moves only while work() runs.
//
// Hint: std::sort puts five numbers in order; the one in the middle has the index 2.
#pragma once

#include "tutorials/support/exercise.h"

using Work = std::function<void()>;
using Clock = std::function<double()>;

inline double seconds_of(const Work& work, const Clock& clock) {
  // begin solution: once to warm up, then five times by itself
  work();
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const double begin = clock();
    work();
    times.push_back(clock() - begin);
  }
  std::sort(times.begin(), times.end());
  return times[2];
  // end solution
}
