// Explained: the plain sum of the output hides whatever leaves the total alone: a gradient that is
// transposed passes. Weight the outputs with random numbers
#pragma once

#include "tutorials/support/exercise.h"

using CheckedOp = std::function<Var<double>(const Var<double>&)>;

inline bool rule_is_right(const CheckedOp& f, const Tensor<double>& x, Rng&) {
  Tape<double> tape;
  const Var<double> leaf = tape.watch(x);
  const std::vector<double> received = tape.gradients(sum(f(leaf)))[leaf].value().to_vector();
  const auto value = [&](std::size_t i, double offset) {
    std::vector<double> moved = x.to_vector();
    moved[i] += offset;
    return sum(f(Tensor<double>::from(x.shape(), moved))).item();
  };
  const double h = 1e-5;
  for (std::size_t i = 0; i < received.size(); ++i) {
    const double expected = (value(i, h) - value(i, -h)) / (2 * h);
    if (std::abs(received[i] - expected) > 1e-6 * std::max(1.0, std::abs(expected))) return false;
  }
  return true;
}
