// Explained: with a batch of one row, the batch and the row are the same: try several rows at once
#pragma once

#include "tutorials/support/exercise.h"

using CrossEntropy =
    std::function<Tensor<double>(const Tensor<double>& logits, const std::vector<Size>& labels)>;

inline bool is_cross_entropy(const CrossEntropy& loss) {
  const auto of_row = [&](double a, double b, double c) {
    return loss(Tensor<double>::matrix({{a, b, c}}), {1}).to_vector().at(0);
  };
  const double first = std::log(std::exp(1.0) + std::exp(2.0) + std::exp(-1.0)) - 2;
  return std::abs(of_row(1, 2, -1) - first) < 1e-6 &&
         std::abs(of_row(1000, 990, 0) - 10 - std::log1p(std::exp(-10.0))) < 1e-6;
}
