// Explained: only the first entry of x is compared: a rule that is wrong elsewhere passes
#pragma once

#include "tutorials/support/exercise.h"

using CheckedOp = std::function<Var<double>(const Var<double>&)>;

inline bool rule_is_right(const CheckedOp& f, const Tensor<double>& x, Rng& rng) {
  const Tensor<double> w = normal<double>(f(x).shape(), rng);
  Tape<double> tape;
  const Var<double> leaf = tape.watch(x);
  const double received = tape.gradients(sum(f(leaf) * w))[leaf].value().to_vector()[0];
  const auto value = [&](double offset) {
    std::vector<double> moved = x.to_vector();
    moved[0] += offset;
    return sum(f(Tensor<double>::from(x.shape(), moved)) * w).item();
  };
  const double expected = (value(1e-5) - value(-1e-5)) / 2e-5;
  return std::abs(received - expected) <= 1e-6 * std::max(1.0, std::abs(expected));
}
