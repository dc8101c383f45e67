// Exercise 6.6  Break it: is this the cross-entropy?
// Points: 5
// Chapter: 6
//
// loss(logits [B, classes], labels) is said to be the cross-entropy of each row, [B]:
//
//     -log(exp(logits[i][label]) / sum over all classes c of exp(logits[i][c]))
//
// Write the test: return true for a function that computes this and false for one that does not.
// Among those you will be given are
//
//   - one that applies a softmax first, although the loss contains one already;
//   - one whose exponentials overflow for large logits;
//   - one that takes the mean over the classes;
//   - one that normalises over the whole batch instead of over each row.
//
// A right one must pass; allow for rounding.
//
// Hint: Work out the loss of a few rows by a loop, and compare. Which rows tell the four apart?
// Hint: Several rows at once, unequal logits, and one row of logits like 1000, 990, 0.
// Hint: NaN compares as false with everything: write !(error < 1e-6), not error > 1e-6.
#pragma once

#include "tutorials/support/exercise.h"

using CrossEntropy =
    std::function<Tensor<double>(const Tensor<double>& logits, const std::vector<Size>& labels)>;

inline bool is_cross_entropy(const CrossEntropy& loss) {
  // begin solution: rows that tell the mistakes apart, and what their losses are
  const Tensor<double> logits = Tensor<double>::matrix({{1, 2, -1}, {0, 0, 0}, {1000, 990, 0}});
  const std::vector<double> received = loss(logits, {1, 0, 1}).to_vector();
  if (received.size() != 3) return false;
  const double first = std::log(std::exp(1.0) + std::exp(2.0) + std::exp(-1.0)) - 2;
  const std::vector<double> right{first, std::log(3.0), 10 + std::log1p(std::exp(-10.0))};
  for (std::size_t i = 0; i < 3; ++i)
    if (!(std::abs(received[i] - right[i]) < 1e-6)) return false;
  return true;
  // end solution
}
