// Explained: the sum over everything may be right with everything in the wrong place: weigh the
// elements differently, with an x that is not all ones
#pragma once

#include "tutorials/support/exercise.h"

using Undo = std::function<Tensor<double>(const Tensor<double>&, const Shape&)>;

inline bool is_adjoint(const Undo& undo) {
  Rng rng{1};
  const Tensor<double> g = normal<double>({5, 3}, rng);
  const double total = sum(g).item();
  return std::abs(sum(undo(g, {3})).item() - total) < 1e-9 &&
         std::abs(sum(undo(g, {5, 1})).item() - total) < 1e-9;
}
