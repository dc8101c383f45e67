// Exercise 10.3  The M step of a mixture of coins
// Points: 4
// Chapter: 10
//
// A model of black and white images x [n, D], each pixel 0 or 1. z is one of K components; given
// z = k, pixel d is a coin that shows 1 with probability p_kd:
//
//     log p(x, z = k) = log weight_k + sum_d x_d log p_kd + (1 - x_d) log(1 - p_kd)
//
// q [n, K] holds q(z = k | x), each row adding up to 1. Return the weights and probabilities that
// make the mean ELBO as large as it can be for this q.
//
// Hint: Only sum_ik q_ik log p(x_i, z = k) depends on them. Set its derivative with respect to p_kd
// to 0.
// Hint: The answer is a fraction: of all the images that component k has, how many have pixel d on?
// Image i counts as q_ik images.
#pragma once

#include "tutorials/support/exercise.h"

struct Coins {
  std::vector<double> weight;       // p(z = k), K of them
  std::vector<double> probability;  // p(x_d = 1 | z = k), K rows of D
};

inline Coins m_step(const Tensor<double>& x, const Tensor<double>& q) {
  // begin solution: weighted averages
  const std::size_t n = static_cast<std::size_t>(x.shape()[0]);
  const std::size_t dims = static_cast<std::size_t>(x.shape()[1]);
  const std::size_t codes = static_cast<std::size_t>(q.shape()[1]);
  const std::vector<double> image = x.to_vector();
  const std::vector<double> r = q.to_vector();
  Coins result{std::vector<double>(codes), std::vector<double>(codes * dims)};
  for (std::size_t k = 0; k < codes; ++k) {
    double count = 0;
    for (std::size_t i = 0; i < n; ++i) count += r[i * codes + k];
    result.weight[k] = count / static_cast<double>(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t d = 0; d < dims; ++d)
        result.probability[k * dims + d] += r[i * codes + k] * image[i * dims + d] / count;
  }
  return result;
  // end solution
}
