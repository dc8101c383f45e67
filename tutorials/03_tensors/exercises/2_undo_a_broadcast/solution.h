// Exercise 3.2  Undo a broadcast
// Points: 4
// Chapter: 3
//
// A tensor x of the given shape was broadcast to g's shape. Every copy of an element of x has
// received a gradient, and they stand in g. Return the gradient of x, of shape `shape`: for each
// element the sum over its copies. This is the adjoint of broadcasting,
//
//     <broadcast(x), g> = <x, unbroadcast(g, shape)>    for all x and g,
//
// where <a, b> is the sum of all products of elements at the same place. Use sum(); do not use
// sum_to(), which is what you are writing.
//
// Hint: sum(x, axis, Dims::drop) sums over an axis and drops it; Dims::keep leaves it there with
//   size 1.
// Hint: Two things happen in a broadcast. Axes are added in front: sum over them until the ranks
//   agree. Then axes of size 1 are repeated: sum over those, too, but keep them.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> unbroadcast(const Tensor<double>& g, const Shape& shape) {
  // begin solution: sum over what was added, and over what was repeated
  Tensor<double> result = g;
  while (result.rank() > shape.rank()) result = sum(result, 0, Dims::drop);
  for (int axis = 0; axis < shape.rank(); ++axis)
    if (shape[axis] == 1) result = sum(result, axis, Dims::keep);
  return result;
  // end solution
}
