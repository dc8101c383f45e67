// Explained: your test rejects a right answer too: two ways to compute the same number differ in
// their last digits
#pragma once

#include "tutorials/support/exercise.h"

using CrossEntropy =
    std::function<Tensor<double>(const Tensor<double>& logits, const std::vector<Size>& labels)>;

inline bool is_cross_entropy(const CrossEntropy& loss) {
  const Tensor<double> logits = Tensor<double>::matrix({{1, 2, -1}, {0.1, 0.7, 0.3}, {9, 5, 0}});
  const std::vector<double> received = loss(logits, {1, 0, 1}).to_vector(), v = logits.to_vector();
  double error = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double total = std::exp(v[3 * i]) + std::exp(v[3 * i + 1]) + std::exp(v[3 * i + 2]);
    const float p = static_cast<float>(std::exp(v[3 * i + (i == 1 ? 0 : 1)]) / total);
    error += std::abs(received.at(i) + static_cast<double>(std::log(p)));
  }
  return error < 1e-12;
}
