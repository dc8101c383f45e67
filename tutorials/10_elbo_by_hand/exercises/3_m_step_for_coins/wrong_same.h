// Explained: all components get the same picture, the mean of all images: q says how much each
// image counts for which component
#pragma once

#include "tutorials/support/exercise.h"

struct Coins {
  std::vector<double> weight;       // p(z = k), K of them
  std::vector<double> probability;  // p(x_d = 1 | z = k), K rows of D
};

inline Coins m_step(const Tensor<double>& x, const Tensor<double>& q) {
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
        result.probability[k * dims + d] += image[i * dims + d] / static_cast<double>(n);
  }
  return result;
}
