// Exercise 10.6  Break it: is this the ELBO?
// Points: 4
// Chapter: 10
//
// bound(log_joint, q) is said to return the ELBO of every row: log_joint [n, K] holds
// log p(x, z = k), and q [n, K] holds q(z = k | x). Write the test: choose numbers, call bound, and
// return whether the answer is right. You will be given one that is right, one without the term of
// log q, one in which that term has the wrong sign, and one that returns log p(x) for any q.
//
// Hint: log p(x) is the logarithm of the sum of exp(log_joint) over a row, and p(z|x) is
// exp(log_joint - log p(x)).
// Hint: Which q gives each term something to do? Not the posterior alone, and not a sure one.
#pragma once

#include "tutorials/support/exercise.h"

using Bound = std::function<Tensor<double>(const Tensor<double>&, const Tensor<double>&)>;

inline bool is_elbo(const Bound& bound) {
  // begin solution: for some q, compare with log p(x) - KL
  const Tensor<double> joint = Tensor<double>::from({1, 3}, {-1.0, -2.0, -0.5});
  const Tensor<double> evidence = log(sum(exp(joint), 1));
  const Tensor<double> q = Tensor<double>::from({1, 3}, {0.5, 0.2, 0.3});
  const Tensor<double> kl = sum(q * (log(q) - (joint - evidence)), 1);
  return is_near(bound(joint, q), evidence - kl, 1e-9);
  // end solution
}
