// Explained: the difference is compared with 1e-6 itself: where gradients are large, so is their
// rounding error, and right rules are rejected. Divide by the size of the gradient
#pragma once

#include "tutorials/support/exercise.h"

using CheckedOp = std::function<Var<double>(const Var<double>&)>;

inline bool rule_is_right(const CheckedOp& f, const Tensor<double>& x, Rng& rng) {
  const Tensor<double> w = normal<double>(f(x).shape(), rng);
  Tape<double> tape;
  const Var<double> leaf = tape.watch(x);
  const std::vector<double> received = tape.gradients(sum(f(leaf) * w))[leaf].value().to_vector();
  const auto value = [&](std::size_t i, double offset) {
    std::vector<double> moved = x.to_vector();
    moved[i] += offset;
    return sum(f(Tensor<double>::from(x.shape(), moved)) * w).item();
  };
  const double h = 1e-5;
  for (std::size_t i = 0; i < received.size(); ++i) {
    const double expected = (value(i, h) - value(i, -h)) / (2 * h);
    if (std::abs(received[i] - expected) > 1e-6) return false;
  }
  return true;
}
