// Exercise 8.4  What do the neighbours say?
// Points: 3
// Chapter: 8
//
// Do codes say what the pictures show? Here is a probe that needs no training: a code is taken for
// the class that most of its neighbours have.
//
// For each row of codes [n, D], find the k nearest of the *other* rows and return the class that
// most of them have, n classes in all. If several classes have the most votes, the one among them
// whose row is nearest wins. labels[i] is the class of row i, from 0 to 9, and 0 < k < n.
//
// Hint: The chapter gets all squared distances between two sets of rows from one matmul. Here both
// sets are the codes. Which row is always the nearest, and must not vote?
// Hint: std::sort puts pairs in the order of their first members: a distance, and then a class.
// Hint: Count the votes of the first k. Then look at their classes from the nearest outwards: a
// class takes the lead only if it has more votes than the leader.
#pragma once

#include "tutorials/support/exercise.h"

inline std::vector<Size> neighbours_say(const Tensor<double>& codes,
                                        const std::vector<Size>& labels, Size k) {
  // begin solution: sort the others by their distance, and count the first k
  const Tensor<double> squares = sum(codes * codes, 1, Dims::keep) + sum(codes * codes, 1) -
                                 2.0 * matmul(codes, codes.transpose());
  std::vector<Size> said;
  for (Size i = 0; i < codes.shape()[0]; ++i) {
    std::vector<std::pair<double, Size>> others;
    for (Size j = 0; j < codes.shape()[0]; ++j)
      if (j != i) others.emplace_back(squares.at({i, j}), labels[static_cast<std::size_t>(j)]);
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
  // end solution
}
