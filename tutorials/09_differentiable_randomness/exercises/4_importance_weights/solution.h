// Exercise 9.4  Somebody else's draws
// Points: 3
// Chapter: 9
//
// E[g(y)] for y ~ p = N(0, 1) is wanted, but the draws in y [n] come from
// q = N(centre, deviation^2). They still serve, with weights, because
//
//     E_p[g(y)] = integral g(y) p(y) dy = integral g(y) p(y) / q(y) q(y) dy = E_q[g(y) p(y) / q(y)]
//
// Return g(y) p(y) / q(y) for each draw, [n]; their mean estimates E_p[g(y)].
//
// Hint: Both densities are exp(-u^2 / 2) / (sqrt(2 pi) s), with u the distance from the middle in
// deviations and s the deviation.
// Hint: sqrt(2 pi) cancels. What else does, and what does not?
#pragma once

#include "tutorials/support/exercise.h"

using Function = std::function<double(double)>;

inline Tensor<double> weighted(const Function& g, const Tensor<double>& y, double centre,
                               double deviation) {
  // begin solution: g times p / q for every draw
  std::vector<double> result;
  for (const double v : y.to_vector()) {
    const double u = (v - centre) / deviation;
    result.push_back(g(v) * deviation * std::exp(0.5 * u * u - 0.5 * v * v));
  }
  return Tensor<double>::from(y.shape(), result);
  // end solution
}
