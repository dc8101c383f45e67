// Explained: downhill is not enough: the length of the step matters, and so does what came before
#pragma once

#include "tutorials/support/exercise.h"

/// Given a gradient, one optimiser says by how much its parameter moves.
using Optimiser = std::function<double(double gradient)>;
/// Makes a new optimiser, for a new training run.
using Factory = std::function<Optimiser()>;

inline bool is_gradient_descent(const Factory& make) {
  const Optimiser step = make();
  return step(2) < 0 && make()(-3) > 0;
}
