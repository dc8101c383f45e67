// Explained: every row is its own nearest neighbour, and votes for itself: with k = 1 this is
// right on any codes, even on noise
#pragma once

#include "tutorials/support/exercise.h"

inline std::vector<Size> neighbours_say(const Tensor<double>& codes,
                                        const std::vector<Size>& labels, Size k) {
  const Tensor<double> squares = sum(codes * codes, 1, Dims::keep) + sum(codes * codes, 1) -
                                 2.0 * matmul(codes, codes.transpose());
  std::vector<Size> said;
  for (Size i = 0; i < codes.shape()[0]; ++i) {
    std::vector<std::pair<double, Size>> others;
    for (Size j = 0; j < codes.shape()[0]; ++j)
      others.emplace_back(squares.at({i, j}), labels[static_cast<std::size_t>(j)]);
    std::sort(others.begin(), others.end());
    others.resize(static_cast<std::size_t>(k));
    std::vector<Size> votes(10);
    for (const auto& [square, label] : others) ++votes[static_cast<std::size_t>(label)];
    Size leader = others[0].second;
    for (const auto& [square, label] : others)
      if (votes[static_cast<std::size_t>(label)] > votes[static_cast<std::size_t>(leader)])
        leader = label;
    said.push_back(leader);
  }
  return said;
}
