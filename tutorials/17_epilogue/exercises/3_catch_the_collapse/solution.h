// Exercise 17.3  Break it: a generator that plays it safe
// Points: 5
// Chapter: 17
//
// The data are four bells in the plane, at (1, 0), (0, 1), (-1, 0) and (0, -1), each with a quarter
// of the points and the standard deviation 0.1 in both directions. generate(n, rng) draws n points
// [n, 2]. Write the test: return true for a generator that draws like the data, and false for one
// that does not. Among those you will be given are
//
//   - one that draws only the bell at (1, 0), perfectly;
//   - one that knows all four middles and draws nothing but them;
//   - one that draws evenly on the whole circle through the middles;
//   - one that draws a quarter from each bell, but three times as wide.
//
// Hint: Count the points of each bell, by the nearest middle: a quarter, with a deviation of 0.01
// for 2,000 points.
// Hint: Within a bell, the mean squared distance to its middle is 2 times 0.1 squared.
#pragma once

#include "tutorials/support/exercise.h"

using Generator = std::function<Tensor<double>(Size, Rng&)>;

inline bool draws_like_the_data(const Generator& generate) {
  // begin solution: how many points belong to each bell, and how far from it they lie
  Rng rng{1};
  const std::vector<double> p = generate(2000, rng).to_vector();
  const double middles[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
  int count[4] = {};
  double squares[4] = {};
  for (std::size_t j = 0; j < p.size(); j += 2) {
    std::size_t best = 0;
    double nearest = 1e9;
    for (std::size_t i = 0; i < 4; ++i) {
      const double x = p[j] - middles[i][0], y = p[j + 1] - middles[i][1];
      if (x * x + y * y < nearest) nearest = x * x + y * y, best = i;
    }
    ++count[best];
    squares[best] += nearest;
  }
  for (std::size_t i = 0; i < 4; ++i) {
    if (count[i] < 400 || count[i] > 600) return false;
    const double spread = squares[i] / count[i];
    if (spread < 0.015 || spread > 0.025) return false;
  }
  return true;
  // end solution
}
