// Explained: the generator is copied once and then goes on: every call of f sees other numbers.
// Copy it in each call
#pragma once

#include "tutorials/support/exercise.h"

using RandomFunction = std::function<Var<double>(const std::vector<Var<double>>&, Rng&)>;

inline GradcheckReport check_random(const RandomFunction& f,
                                    const std::vector<Tensor<double>>& inputs, const Rng& rng) {
  Rng copy = rng;
  return gradcheck([&](const std::vector<Var<double>>& x) { return f(x, copy); }, inputs);
}
