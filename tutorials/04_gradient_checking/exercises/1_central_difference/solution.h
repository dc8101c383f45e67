// Exercise 4.1  A gradient by central differences
// Points: 3
// Chapter: 4
//
// Write the oracle that gradient checking compares with. `f` takes a tensor to a number. Return its
// gradient at x, a tensor of x's shape, by moving one entry at a time:
//
//     df/dx_i = (f(x + h e_i) - f(x - h e_i)) / (2 h)
//
// where e_i is 1 at entry i and 0 elsewhere. All other entries must stay where they are. x may have
// any shape; h is 1e-2 or smaller.
//
// Hint: x.to_vector() gives the numbers in row-major order, and
//   Tensor<double>::from(shape, numbers) is the way back. Change one number, call f, change it
//   again, call f, and put the old number back.
// Hint: Forgetting to put it back leaves f a little further away for every entry that follows.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> central_difference(const std::function<double(const Tensor<double>&)>& f,
                                         const Tensor<double>& x, double h) {
  // begin solution: the central difference of every entry
  std::vector<double> numbers = x.to_vector(), slopes;
  for (double& number : numbers) {
    const double before = number;
    number = before + h;
    const double right = f(Tensor<double>::from(x.shape(), numbers));
    number = before - h;
    const double left = f(Tensor<double>::from(x.shape(), numbers));
    number = before;
    slopes.push_back((right - left) / (2 * h));
  }
  return Tensor<double>::from(x.shape(), slopes);
  // end solution
}
