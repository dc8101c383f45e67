// Exercise 16.5  Two answers that are one
// Points: 4
// Chapter: 16
//
// The codes of a map have the log-variances a_i + b_j. Adding a number to every a and subtracting
// it from every b changes nothing, so the a of two models cannot be compared. Choose the pair whose
// b have the mean 0: given a [n] and b [p], return the pair of that kind which describes the same
// distribution.
//
// Hint: By how much do the b have to be moved? The a move by the same amount, which way?
// Hint: Check yourself: every a_i + b_j must be what it was.
#pragma once

#include "tutorials/support/exercise.h"

struct Profiles {
  Tensor<double> a, b;  // [n], [p]
};

inline Profiles fix_gauge(const Profiles& q) {
  // begin solution: move the mean of b over to a
  const Tensor<double> shift = mean(q.b);
  return {q.a + shift, q.b - shift};
  // end solution
}
