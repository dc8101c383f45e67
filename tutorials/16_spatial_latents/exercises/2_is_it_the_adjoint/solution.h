// Exercise 16.2  Break it: is it the adjoint?
// Points: 5
// Chapter: 16
//
// forth takes vectors of n numbers to vectors of m, back those of m to those of n; both are linear.
// back is the adjoint of forth if, for all x and y,
//
//     <forth(x), y> = <x, back(y)>          <a, b> is the sum of the products a_i b_i
//
// Write the test: true if it is, and false if it is not. A transposed convolution has to pass.
// Among the others you will be given are
//
//   - one that is right but for a factor;
//   - one that turns the kernel around;
//   - one that is wrong at a single pixel at the border;
//   - the inverse of forth, which is something else.
//
// Hint: Try it for numbers that nothing is special about, from normal<double>({n}, rng).
// Hint: Ones or a constant image hide that something stands in the wrong place.
#pragma once

#include "tutorials/support/exercise.h"

using Linear = std::function<Tensor<double>(const Tensor<double>&)>;

inline bool is_adjoint(const Linear& forth, const Linear& back, Size n, Size m) {
  // begin solution: compare the two products for random x and y
  Rng rng{1};
  for (int i = 0; i < 5; ++i) {
    const Tensor<double> x = normal<double>({n}, rng), y = normal<double>({m}, rng);
    const double left = sum(forth(x) * y).item(), right = sum(x * back(y)).item();
    if (std::abs(left - right) > 1e-9 * (1 + std::abs(left))) return false;
  }
  return true;
  // end solution
}
