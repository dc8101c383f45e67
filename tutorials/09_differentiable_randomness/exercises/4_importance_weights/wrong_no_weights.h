// Explained: no weights: this is the average of g under q, not under p
#pragma once

#include "tutorials/support/exercise.h"

using Function = std::function<double(double)>;

inline Tensor<double> weighted(const Function& g, const Tensor<double>& y, double centre,
                               double deviation) {
  (void)centre, (void)deviation;
  std::vector<double> result;
  for (const double v : y.to_vector()) result.push_back(g(v));
  return Tensor<double>::from(y.shape(), result);
}
