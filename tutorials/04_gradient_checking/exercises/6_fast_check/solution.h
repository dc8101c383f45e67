// Exercise 4.6  A check with four calls
// Points: 4
// Chapter: 4
//
// To check a gradient of a thousand entries one by one takes two thousand calls of f. Along one
// direction d two calls are enough: the slope of f along d is
//
//     (f(x + h d) - f(x - h d)) / (2 h)   =   sum_i gradient_i d_i,
//
// up to an error of order h^2. Here gradient is the one that is to be checked.
//
// Draw d from normal<double>(shape, rng), take h = 1e-5, and return true if the two sides differ by
// at most 1e-6 max(1, |left side|). Your function will be measured: it may call f four times at
// most.
//
// Hint: A Tensor computes like a number: x + Tensor<double>(h) * d. sum(a * b).item() is the number
//   on the right.
// Hint: d must be random. Along (1, 1, ..., 1) two entries that are exchanged look right.
#pragma once

#include "tutorials/support/exercise.h"

inline bool gradient_fits(const std::function<double(const Tensor<double>&)>& f,
                          const Tensor<double>& x, const Tensor<double>& gradient, Rng& rng) {
  // begin solution: the slope along a random direction
  const double h = 1e-5;
  const Tensor<double> d = normal<double>(x.shape(), rng);
  const double slope = (f(x + h * d) - f(x - h * d)) / (2 * h);
  return std::abs(slope - sum(gradient * d).item()) <= 1e-6 * std::max(1.0, std::abs(slope));
  // end solution
}
