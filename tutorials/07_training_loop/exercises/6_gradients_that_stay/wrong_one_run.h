// Explained: with a single optimiser you cannot see what it leaves behind for the next run: make
// two
#pragma once

#include "tutorials/support/exercise.h"

/// Given a gradient, one optimiser says by how much its parameter moves.
using Optimiser = std::function<double(double gradient)>;
/// Makes a new optimiser, for a new training run.
using Factory = std::function<Optimiser()>;

inline bool is_gradient_descent(const Factory& make) {
  const Optimiser step = make();
  for (const double g : {2.0, -3.0, 0.5})
    if (!(std::abs(step(g) + 0.1 * g) < 1e-9)) return false;
  return true;
}
