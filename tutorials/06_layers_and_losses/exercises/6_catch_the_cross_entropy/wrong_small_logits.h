// Explained: small logits never overflow: a trained network has large ones, so try 1000 as well
#pragma once

#include "tutorials/support/exercise.h"

using CrossEntropy =
    std::function<Tensor<double>(const Tensor<double>& logits, const std::vector<Size>& labels)>;

inline bool is_cross_entropy(const CrossEntropy& loss) {
  const std::vector<double> received =
      loss(Tensor<double>::matrix({{1, 2, -1}, {0, 0, 0}}), {1, 0}).to_vector();
  const double first = std::log(std::exp(1.0) + std::exp(2.0) + std::exp(-1.0)) - 2;
  return received.size() == 2 && std::abs(received[0] - first) < 1e-6 &&
         std::abs(received[1] - std::log(3.0)) < 1e-6;
}
