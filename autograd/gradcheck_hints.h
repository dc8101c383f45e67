// What: hint_for, which guesses from the numbers what was done wrong in a rule.
// Why: most wrong rules are wrong in one of a dozen ways, and each leaves its mark: a constant
//      ratio, the right numbers in the wrong places, a gradient that does not care for g.
// Invariants: a hint is a guess that fits every entry of the gradient, not a proof.
// Read next: gradcheck_hints.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tensor/tensor.h"

namespace gradus {

/// A gradient that was found to be wrong: that of inputs[argument].
struct WrongGradient {
  using Tensors = std::vector<Tensor<double>>;
  std::size_t argument;
  Tensors inputs;
  Tensor<double> y, g;         // the output of the function, and the cotangent
  Tensors expected, received;  // of all inputs
  Tensor<double> received_for_2g;
  /// What would be right for other inputs and another cotangent.
  std::function<Tensor<double>(const Tensors& inputs, const Tensor<double>& g)> expected_at;
};

/// The first mistake that explains the numbers; empty if none does.
std::string hint_for(const WrongGradient& wrong);

}  // namespace gradus
