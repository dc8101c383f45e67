// Explained: the weight is the wrong way up: p(y) / q(y), so that places drawn more often than
// p would count less
#pragma once

#include "tutorials/support/exercise.h"

using Function = std::function<double(double)>;

inline Tensor<double> weighted(const Function& g, const Tensor<double>& y, double centre,
                               double deviation) {
  std::vector<double> result;
  for (const double v : y.to_vector()) {
    const double u = (v - centre) / deviation;
    result.push_back(g(v) / deviation * std::exp(0.5 * v * v - 0.5 * u * u));
  }
  return Tensor<double>::from(y.shape(), result);
}
