// Explained: q's density has a factor 1 / deviation, without which its area is not 1; the
// weights are off by it
#pragma once

#include "tutorials/support/exercise.h"

using Function = std::function<double(double)>;

inline Tensor<double> weighted(const Function& g, const Tensor<double>& y, double centre,
                               double deviation) {
  std::vector<double> result;
  for (const double v : y.to_vector()) {
    const double u = (v - centre) / deviation;
    result.push_back(g(v) * std::exp(0.5 * u * u - 0.5 * v * v));
  }
  return Tensor<double>::from(y.shape(), result);
}
