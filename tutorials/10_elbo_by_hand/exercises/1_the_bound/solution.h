// Exercise 10.1  The bound
// Points: 4
// Chapter: 10
//
// z is one of K codes. log_joint [n, K] holds log p(x, z = k) for n points, and q [n, K] holds
// q(z = k | x): each row adds up to 1, and some entries may be exactly 0. Return the ELBO of every
// point, [n], in nats:
//
//     ELBO = sum_k q_k (log p(x, z = k) - log q_k)
//
// Hint: q log q goes to 0 as q goes to 0, and the summand with it.
// Hint: A loop over all n K entries is fine: entry i belongs to row i / K.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> bound(const Tensor<double>& log_joint, const Tensor<double>& q) {
  // begin solution: the average over q of log p(x, z) - log q
  const std::vector<double> joint = log_joint.to_vector(), weight = q.to_vector();
  const std::size_t codes = static_cast<std::size_t>(q.shape()[1]);
  std::vector<double> result(weight.size() / codes, 0.0);
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (weight[i] > 0) result[i / codes] += weight[i] * (joint[i] - std::log(weight[i]));
  return Tensor<double>::from({q.shape()[0]}, result);
  // end solution
}
