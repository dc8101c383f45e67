// Exercise 5.4  Measure: a stopwatch that can be trusted
// Points: 4
// Chapter: 5
//
// Write typical_seconds(work, clock, rounds), which says how long work() takes. clock() is the time
// in seconds. Your method is graded, not your machine: the grader hands in a clock and a work of
// its own, and knows how long each call took.
//
//   - The first call is often slow: memory is fetched, threads are started, the processor wakes up.
//     So call work() once before you begin, and leave that call out.
//   - Then call it `rounds` times (an odd number), and time each call by itself.
//   - Now and then something else runs on the machine, and a call takes many times as long. Return
//     the median: the time in the middle when all are sorted.
//
// Hint: A time is clock() after, minus clock() before.
// Hint: std::sort(times.begin(), times.end()), and then times[times.size() / 2].
#pragma once

#include "tutorials/support/exercise.h"

using Clock = std::function<double()>;
using Work = std::function<void()>;

inline double typical_seconds(const Work& work, const Clock& clock, int rounds) {
  // begin solution: warm up, time each round, take the middle one
  work();
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double start = clock();
    work();
    times.push_back(clock() - start);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
  // end solution
}
