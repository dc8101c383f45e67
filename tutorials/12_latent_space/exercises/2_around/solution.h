// Exercise 12.2  What does one dimension do?
// Points: 3
// Chapter: 12
//
// Return n copies of the code z [1, L], in which the given dimension (from 0) goes in equal steps
// from -3 to 3, both included. The other dimensions stay as they are. [n, L]
//
// Hint: Each of the n rows is z with one number replaced. n points have n - 1 steps between them.
// Hint: Tensor<double>::from({n, L}, numbers) makes a tensor of a std::vector.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> my_traverse(const Tensor<double>& z, Size dimension, Size n) {
  // begin solution: row by row
  std::vector<double> codes;
  for (Size i = 0; i < n; ++i)
    for (Size l = 0; l < z.shape()[1]; ++l) {
      const double t = static_cast<double>(i) / static_cast<double>(n - 1);
      codes.push_back(l == dimension ? -3 + 6 * t : z.at({0, l}));
    }
  return Tensor<double>::from({n, z.shape()[1]}, codes);
  // end solution
}
