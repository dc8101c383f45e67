// Explained: 1 / sigma stands in front of a normal density: without it a wide component gets
// points that it spreads its chance too thin for
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> responsibilities(const Tensor<double>& x, const std::vector<double>& weight,
                                       const std::vector<double>& mean,
                                       const std::vector<double>& variance) {
  const std::size_t codes = weight.size();
  std::vector<double> result;
  for (const double point : x.to_vector()) {
    std::vector<double> row;
    for (std::size_t k = 0; k < codes; ++k)
      row.push_back(std::log(weight[k]) -
                    0.5 * (point - mean[k]) * (point - mean[k]) / variance[k]);
    const double most = *std::max_element(row.begin(), row.end());
    double total = 0;
    for (double& v : row) total += v = std::exp(v - most);
    for (const double v : row) result.push_back(v / total);
  }
  return Tensor<double>::from({x.numel(), static_cast<Size>(codes)}, result);
}
