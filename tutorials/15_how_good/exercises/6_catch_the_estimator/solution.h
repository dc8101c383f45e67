// Exercise 15.6  Break it: too good, or too bad, to be log p(x)
// Points: 5
// Chapter: 15
//
// estimate(x, k, rng) is said to return log 1/k sum_i p(x, z_i) / q(z_i|x) for the model z ~ N(0,
// 1), x ~ N(z, 1), with z_i drawn from q(z|x) = N(x / 2, 1), which is wider than p(z|x) =
// N(x / 2, 1/2). Write the test: return true for an estimator that does so and false for one that
// does not. Among those you will be given are
//
//   - one that averages the logarithms of the weights;
//   - one that forgets to divide by k;
//   - one whose log prior is -1/2 log 2 pi - (z / 2)^2, as in a published program;
//   - one that does not divide by q.
//
// Hint: x is N(0, 2) here, so log p(x) = -1/2 (log 4 pi + x^2 / 2) is known.
// Hint: With 2,000 draws the honest estimate deviates by about 0.01. The ELBO is 0.15 below log
// p(x).
// Hint: For one draw, some of the mistakes cannot be seen.
#pragma once

#include "tutorials/support/exercise.h"

using Estimator = std::function<double(double, int, Rng&)>;

inline bool is_honest(const Estimator& estimate) {
  // begin solution: many draws, against what is known
  Rng rng{1};
  for (const double x : {0.0, 1.5}) {
    const double exact = -0.5 * (std::log(4 * std::numbers::pi) + x * x / 2);
    if (std::abs(estimate(x, 2000, rng) - exact) > 0.07) return false;
  }
  return true;
  // end solution
}
