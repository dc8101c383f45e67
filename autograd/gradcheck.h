// What: gradcheck, which compares the gradients a tape gives with differences of function values.
// Why: a wrong derivative does not crash; it trains, badly. This is the test that finds it.
// Invariants: double only, because the rounding of float hides errors of one part in a thousand.
//      The output is weighted with random numbers, never summed: a sum hides every error that
//      leaves the total alone. Every entry of every input is checked.
// Read next: gradcheck_hints.h, nn/parameter.h.
// Source: five-point central difference, Abramowitz and Stegun 25.3.6.
#pragma once

#include <concepts>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "autograd/ops.h"

namespace gradus {

/// What is checked: any function of tensors to a tensor, of any shapes. It must compute the same
/// value each time: noise inside it has to be drawn beforehand.
using CheckedFunction = std::function<Var<double>(const std::vector<Var<double>>&)>;

struct GradcheckOptions {
  int order = 1;            ///< 2: if that passes, the gradients of the gradients, in g as well
  double tolerance = 1e-6;  ///< of |received - expected| / max(1, |expected|, |received|)
  double step = 1e-3;       ///< times max(1, |x|); keep twice this far from kinks
  std::uint64_t seed = 1;   ///< of the random weights
};

struct GradcheckReport {
  bool passed = false;
  double worst = 0;    ///< the largest relative error
  std::string hint;    ///< the mistake that a wrong gradient looks like; empty if none we know
  std::string advice;  ///< why the check does not suit the function or the inputs; empty if it does
  std::string text;    ///< one line if it passed; else tables, the worst entries, hint and advice
  explicit operator bool() const { return passed; }
};

/// Checks the gradients of f with respect to each of the inputs, at these values:
///     const GradcheckReport report = gradcheck([](const auto& x) { return my_op(x[0], x[1]); },
///                                              {normal<double>({2, 3}, rng), ...});
///     fmt::print("{}\n", report.text);
GradcheckReport gradcheck(const CheckedFunction& f, const std::vector<Tensor<double>>& inputs,
                          GradcheckOptions options = {});
/// The same; the report calls the function by its name.
GradcheckReport gradcheck(const std::string& name, const CheckedFunction& f,
                          const std::vector<Tensor<double>>& inputs, GradcheckOptions options = {});

/// Not for float: this only says so.
template <class F, std::same_as<Tensor<float>> X>
GradcheckReport gradcheck(const F&, std::initializer_list<X>, GradcheckOptions = {}) {
  static_assert(!sizeof(X),
                "gradcheck needs double: write the function for any T, template <class T>, and "
                "check it with inputs of type Tensor<double>; it is then right for float as well");
  return {};
}
template <class F, std::same_as<Tensor<float>> X>
GradcheckReport gradcheck(const F& f, const std::vector<X>&, GradcheckOptions = {}) {
  return gradcheck(f, {X()});
}
template <class F, std::same_as<Tensor<float>> X>
GradcheckReport gradcheck(const std::string&, const F& f, std::initializer_list<X>,
                          GradcheckOptions = {}) {
  return gradcheck(f, {X()});
}
template <class F, std::same_as<Tensor<float>> X>
GradcheckReport gradcheck(const std::string&, const F& f, const std::vector<X>&,
                          GradcheckOptions = {}) {
  return gradcheck(f, {X()});
}

}  // namespace gradus
