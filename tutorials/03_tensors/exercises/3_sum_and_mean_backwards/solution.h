// Exercise 3.3  Sum and mean, backwards
// Points: 4
// Chapter: 3
//
// Three rules of the kind that a tape stores. Each is given g, the gradient of an output y, and
// returns the gradient of the input x.
//
//   sum_rule(g, axis, shape)    y = sum(x, axis): x has this shape, y the same one without `axis`
//   mean_rule(g, axis, shape)   y = mean(x, axis): likewise
//   bias_rule(g)                y = x + b, x [B, n], b [n]: the gradient of b, of b's shape
//
// axis is not negative. A view is as good as a copy.
//
// Hint: sum: a summand that grows by 1 lets the sum grow by 1. So every summand gets the gradient
//   of its sum, unchanged: a broadcast.
// Hint: g lacks the axis, so broadcasting would line it up wrongly. Put the axis back first, with
//   size 1: reshape.
// Hint: bias: b was broadcast to [B, n]. What undoes that?
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> sum_rule(const Tensor<double>& g, int axis, const Shape& shape) {
  // begin solution: every summand gets the gradient of its sum
  Shape kept = shape;
  kept[axis] = 1;
  return g.reshape(kept).broadcast_to(shape);
  // end solution
}

inline Tensor<double> mean_rule(const Tensor<double>& g, int axis, const Shape& shape) {
  // begin solution: the same, with a factor
  return sum_rule(g, axis, shape) / Tensor<double>(static_cast<double>(shape[axis]));
  // end solution
}

inline Tensor<double> bias_rule(const Tensor<double>& g) {
  // begin solution: the adjoint of adding b to every row
  return sum(g, 0);
  // end solution
}
