// Exercise 8.4  How far is it to the nearest digit?
// Points: 3
// Chapter: 8
//
// For each row of a [n, D], return the squared distance to the nearest row of b [m, D], as [n].
// Use no loop over the pairs: with
//
//     |a - b|^2 = |a|^2 - 2 a.b + |b|^2
//
// all n m of them come from one matmul and two sums that broadcast.
//
// Hint: sum(a * a, 1, Dims::keep) is [n, 1] and sum(b * b, 1) is [m]; added, they are [n, m].
// Hint: There is a max over an axis, and the smallest of some numbers is minus the largest of their
// negatives.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> to_nearest(const Tensor<double>& a, const Tensor<double>& b) {
  // begin solution: all squared distances, and the smallest of each row
  const Tensor<double> squares =
      sum(a * a, 1, Dims::keep) + sum(b * b, 1) - 2.0 * matmul(a, b.transpose());
  return -max(-squares, 1);
  // end solution
}
