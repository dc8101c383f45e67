// Explained: a tolerance that lets noise pass lets wrong rules pass, too
#pragma once

#include "tutorials/support/exercise.h"

using RandomFunction = std::function<Var<double>(const std::vector<Var<double>>&, Rng&)>;

inline GradcheckReport check_random(const RandomFunction& f,
                                    const std::vector<Tensor<double>>& inputs, const Rng& rng) {
  Rng copy = rng;
  return gradcheck([&](const std::vector<Var<double>>& x) { return f(x, copy); }, inputs,
                   {.tolerance = 2});
}
