// Exercise 14.25  A bias that becomes a matrix
// Points: 3
// Chapter: 14
//
// y = x + b with x [4, 3] and b [3]. The same fault in other engines: pytorch#1787, nd4j#2424,
// burn#181, tt-metal#40008. (Our tape takes care of it.) Seen: after one step of descent
// the bias has the shape [4, 3], twelve numbers, and a batch of another size is an error. The
// healthy shape is [3].
//
//   a) The learning rate is a number, and has to be a vector of 3.
//   b) b has to be repeated to [4, 3] before it is added.
//   c) b was used once for each row, and the slopes of these uses have to be summed.
//   d) The slopes have to be averaged over the batch.
//
// Give the letter, and mend the function: b, and g = dloss/dy of y's shape, to b - rate dloss/db,
// of b's shape. b may have any shape that broadcasts to g's: [3], [1, 3], [4, 1], [].
//
// Hint: What is dloss/db_j, if b_j stands in every row of y? The chain rule adds up.
// Hint: Two kinds of axes have to be summed: those that b does not have, and those where b has 1.
// Hint: tensor/math.h has the adjoint of broadcast_to.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> faulty_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  return b - rate * g;
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'c';
  // end solution
}

inline Tensor<double> mended_step(const Tensor<double>& b, const Tensor<double>& g, double rate) {
  // begin solution: the step without the fault
  return b - rate * sum_to(g, b.shape());
  // end solution
}
