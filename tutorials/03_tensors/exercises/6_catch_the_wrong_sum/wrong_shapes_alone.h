// Explained: the right shape may hold wrong numbers: look at the values, too
#pragma once

#include "tutorials/support/exercise.h"

using Undo = std::function<Tensor<double>(const Tensor<double>&, const Shape&)>;

inline bool is_adjoint(const Undo& undo) {
  const Tensor<double> g = Tensor<double>::ones({5, 3});
  return undo(g, {3}).shape() == Shape{3} && undo(g, {5, 1}).shape() == Shape{5, 1};
}
