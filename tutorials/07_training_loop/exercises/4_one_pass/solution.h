// Exercise 7.4  One pass in batches
// Points: 4
// Chapter: 7
//
// A data set has n rows. Return the rows of each mini-batch of one pass over it, as numbers from 0
// to n - 1:
//
//   - every row comes exactly once, in random order, each order equally likely;
//   - every batch has `size` rows, except that the last one holds what is left;
//   - all randomness comes from rng, so that the next pass has another order, and the same seed has
//     the same one.
//
// Hint: permutation(n, rng) is the numbers 0 to n - 1 in random order.
// Hint: Cut it into pieces. How long is the last one?
#pragma once

#include "tutorials/support/exercise.h"

inline std::vector<std::vector<Size>> one_pass(Size n, Size size, Rng& rng) {
  // begin solution: a random order, cut into pieces
  const std::vector<Size> order = permutation(n, rng);
  std::vector<std::vector<Size>> batches;
  for (Size begin = 0; begin < n; begin += size)
    batches.emplace_back(order.begin() + begin, order.begin() + std::min(n, begin + size));
  return batches;
  // end solution
}
