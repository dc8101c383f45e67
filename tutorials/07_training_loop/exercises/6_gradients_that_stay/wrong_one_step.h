// Explained: in the first step nothing has added up yet: a gradient that stays shows in the second
#pragma once

#include "tutorials/support/exercise.h"

/// Given a gradient, one optimiser says by how much its parameter moves.
using Optimiser = std::function<double(double gradient)>;
/// Makes a new optimiser, for a new training run.
using Factory = std::function<Optimiser()>;

inline bool is_gradient_descent(const Factory& make) {
  return std::abs(make()(2) + 0.2) < 1e-9 && std::abs(make()(2) + 0.2) < 1e-9;
}
