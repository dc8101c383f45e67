// Exercise 4.4  Checking a function that draws random numbers
// Points: 3
// Chapter: 4
//
// `f` draws noise from the generator that it is given: f(x, rng) has another value each time.
// gradcheck(f, inputs) calls a function many times and needs the same value for the same inputs.
// Return the report of gradcheck for f with its noise held fixed: every call must see exactly the
// numbers that `rng` would give next. Leave the tolerance of gradcheck alone.
//
// Hint: A generator is a value. A copy of it gives the same numbers as the original.
// Hint: Where does the copy have to be made: once, or in every call?
#pragma once

#include "tutorials/support/exercise.h"

using RandomFunction = std::function<Var<double>(const std::vector<Var<double>>&, Rng&)>;

inline GradcheckReport check_random(const RandomFunction& f,
                                    const std::vector<Tensor<double>>& inputs, const Rng& rng) {
  // begin solution: gradcheck of f with the same noise in every call
  return gradcheck(
      [&](const std::vector<Var<double>>& x) {
        Rng same = rng;
        return f(x, same);
      },
      inputs);
  // end solution
}
