// Explained: this is the slope of p(x), not of log p(x): each toss already comes up with
// probability p(x), which makes the difference
#pragma once

#include "tutorials/support/exercise.h"

using Cost = std::function<double(double)>;

inline Tensor<double> score_estimates(const Cost& cost, double logit, const Tensor<double>& coins) {
  const double p = 1 / (1 + std::exp(-logit));
  std::vector<double> estimates;
  for (const double x : coins.to_vector())
    estimates.push_back(cost(x) * (x > 0 ? 1 : -1) * p * (1 - p));
  return Tensor<double>::from(coins.shape(), estimates);
}
