// Exercise 4.2  A check that nothing slips through
// Points: 4
// Chapter: 4
//
// Your function will be asked about twenty ops. Six of them have a wrong rule. `f` takes a tensor
// to a tensor. Return true if the gradient that the tape gives for f at x is right, and false if it
// is not. Write the check yourself; do not call gradcheck().
//
// Make one number of the output: sum(f(x) * w), with weights w from normal<double>(shape, rng).
// Compare every entry of the tape's gradient of it with a central difference, with h = 1e-5. Two
// numbers agree if |received - expected| <= 1e-6 max(1, |expected|).
//
// Hint: f(x).shape() is the shape that w needs. Outside of a tape f is an ordinary function.
// Hint: The program of this chapter has it in largest_error(). What is left is the comparison,
//   which has to be relative.
#pragma once

#include "tutorials/support/exercise.h"

using CheckedOp = std::function<Var<double>(const Var<double>&)>;

inline bool rule_is_right(const CheckedOp& f, const Tensor<double>& x, Rng& rng) {
  // begin solution: the tape's gradient of a weighted sum against central differences
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
    if (std::abs(received[i] - expected) > 1e-6 * std::max(1.0, std::abs(expected))) return false;
  }
  return true;
  // end solution
}
