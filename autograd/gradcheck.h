// What: gradcheck, which compares the gradients a tape gives with differences of function values.
// Why: a wrong derivative does not crash; it trains, badly. This is the test that finds it.
// Invariants: double only, because the rounding of float hides errors of one part in a thousand.
//      The output is weighted with random numbers, never summed: a sum hides every error that
//      leaves the total alone. Every entry of every input is checked.
// Read next: nn/parameter.h. Source: five-point central difference, Abramowitz and Stegun 25.3.6.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/ops.h"

namespace gradus {

/// What is checked: any function of tensors to a tensor, of any shapes. It must compute the same
/// value each time: noise inside it has to be drawn beforehand.
using CheckedFunction = std::function<Var<double>(const std::vector<Var<double>>&)>;

struct GradcheckOptions {
  int order = 1;            ///< 2 checks the gradients of the gradients, in the cotangent, too
  double tolerance = 1e-6;  ///< of |received - expected| / max(1, |expected|, |received|)
  double step = 1e-3;       ///< times max(1, |x|); keep this far from kinks
  std::uint64_t seed = 1;   ///< of the random weights
};

struct GradcheckReport {
  bool passed = false;
  double worst = 0;  ///< the largest relative error
  std::string text;  ///< one line if it passed; else the worst entries: where, expected, received
  explicit operator bool() const { return passed; }
};

/// Checks the gradients of f with respect to each of the inputs, at these values.
GradcheckReport gradcheck(const std::string& name, const CheckedFunction& f,
                          const std::vector<Tensor<double>>& inputs, GradcheckOptions options = {});

}  // namespace gradus
