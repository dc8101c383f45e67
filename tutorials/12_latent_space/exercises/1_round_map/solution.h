// Exercise 12.1  The other way round
// Points: 4
// Chapter: 12
//
// Return the x below which a standard normal number lies with probability p, 0 < p < 1, to nine
// digits. The C++ library has no such function, but it has std::erfc, and
//
//     P(y < x) = erfc(-x / sqrt(2)) / 2    for y ~ N(0, 1).
//
// Hint: P(y < x) grows with x. Try the middle of an interval: is it too far left or too far right?
// Hint: Sixty halvings leave nothing of an interval of any reasonable width.
#pragma once

#include "tutorials/support/exercise.h"

inline double my_quantile(double p) {
  // begin solution: halve an interval that contains x
  double low = -40, high = 40;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < p ? low : high) = middle;
  }
  return (low + high) / 2;
  // end solution
}
