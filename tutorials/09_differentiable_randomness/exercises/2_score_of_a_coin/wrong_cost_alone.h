// Explained: this differentiates nothing: the cost alone averages to E[cost], not to its slope
#pragma once

#include "tutorials/support/exercise.h"

using Cost = std::function<double(double)>;

inline Tensor<double> score_estimates(const Cost& cost, double logit, const Tensor<double>& coins) {
  (void)logit;
  std::vector<double> estimates;
  for (const double x : coins.to_vector()) estimates.push_back(cost(x));
  return Tensor<double>::from(coins.shape(), estimates);
}
