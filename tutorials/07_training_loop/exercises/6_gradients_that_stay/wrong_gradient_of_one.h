// Explained: with a gradient of 1 in every step you cannot see that the length does not follow the
// gradient
#pragma once

#include "tutorials/support/exercise.h"

/// Given a gradient, one optimiser says by how much its parameter moves.
using Optimiser = std::function<double(double gradient)>;
/// Makes a new optimiser, for a new training run.
using Factory = std::function<Optimiser()>;

inline bool is_gradient_descent(const Factory& make) {
  const Optimiser first = make(), second = make();
  for (const Optimiser& step : {first, second})
    for (int i = 0; i < 3; ++i)
      if (!(std::abs(step(1) + 0.1) < 1e-9)) return false;
  return true;
}
