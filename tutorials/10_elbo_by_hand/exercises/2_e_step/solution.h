// Exercise 10.2  The E step, for far points too
// Points: 4
// Chapter: 10
//
// A mixture of K normal distributions: p(z = k) = weight[k], and x given z = k is
// N(mean[k], variance[k]). Return the posterior p(z = k | x) of every point in x [n], as [n, K].
// Points may be so far out that every density is smaller than the smallest double; the rows must
// add up to 1 even then.
//
// Hint: Bayes: p(z = k | x) = p(x, z = k) / sum_j p(x, z = j).
// Hint: Work with log p(x, z = k). What the K of them have in common cancels.
// Hint: Subtract the largest of the K before you take exp: it is 1 then, and the sum cannot be 0.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> responsibilities(const Tensor<double>& x, const std::vector<double>& weight,
                                       const std::vector<double>& mean,
                                       const std::vector<double>& variance) {
  // begin solution: p(x, z) / p(x), from logarithms
  const std::size_t codes = weight.size();
  std::vector<double> result;
  for (const double point : x.to_vector()) {
    std::vector<double> row;
    for (std::size_t k = 0; k < codes; ++k)
      row.push_back(std::log(weight[k]) - 0.5 * std::log(variance[k]) -
                    0.5 * (point - mean[k]) * (point - mean[k]) / variance[k]);
    const double most = *std::max_element(row.begin(), row.end());
    double total = 0;
    for (double& v : row) total += v = std::exp(v - most);
    for (const double v : row) result.push_back(v / total);
  }
  return Tensor<double>::from({x.numel(), static_cast<Size>(codes)}, result);
  // end solution
}
