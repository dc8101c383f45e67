// Exercise 3.6  Break it: an adjoint that is none
// Points: 5
// Chapter: 3
//
// undo(g, shape) is said to undo a broadcast: g's shape is what a tensor of this `shape` was
// broadcast to, and each of its elements gets the sum over its copies in g. Write the test: return
// true if undo does so, and false if it does not. Among those you will be given are
//
//   - one that takes the mean of the copies instead of their sum;
//   - one that takes the first copy;
//   - one that sums over axes that were added in front, but not over those of size 1;
//   - one that gives every element the same: the sum of all of g, divided evenly.
//
// You may use broadcast_to, but not sum_to.
//
// Hint: <broadcast(x), g> = <x, undo(g, x's shape)> for all x and g. Try some, with the numbers of
//   normal<double>(shape, rng).
// Hint: Look at the shape of what comes back first: in a product it might broadcast again, unseen.
// Hint: Try a shape with axes added in front, and one with an axis of size 1.
#pragma once

#include "tutorials/support/exercise.h"

using Undo = std::function<Tensor<double>(const Tensor<double>&, const Shape&)>;

inline bool is_adjoint(const Undo& undo) {
  // begin solution: the inner products agree
  Rng rng{1};
  const auto holds = [&](const Shape& shape, const Shape& small) {
    const Tensor<double> x = normal<double>(small, rng), g = normal<double>(shape, rng);
    const Tensor<double> undone = undo(g, small);
    return undone.shape() == small &&
           std::abs(sum(x.broadcast_to(shape) * g).item() - sum(x * undone).item()) < 1e-9;
  };
  return holds({5, 3}, {3}) && holds({5, 3}, {5, 1}) && holds({2, 3, 4}, {3, 1});
  // end solution
}
