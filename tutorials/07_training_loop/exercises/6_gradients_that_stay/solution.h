// Exercise 7.6  Break it: gradients that stay
// Points: 5
// Chapter: 7
//
// make() gives a new optimiser, of which it is said that it does gradient descent with rate 0.1:
// given a gradient g, the parameter moves by -0.1 g. Write the test: return true if this is so and
// false if it is not. Among those you will be given are
//
//   - one that adds the gradient to those of all steps before, as happens in other libraries if
//     nobody calls zero_grad;
//   - one that goes uphill;
//   - one that moves by 0.1 whatever the size of the gradient, like a first step of Adam;
//   - one that remembers: its first step is right, but a second optimiser, made for another run,
//     goes on with what the first one has seen.
//
// Hint: How many steps does it take to tell the first one from the right one?
// Hint: Ask two optimisers, one after the other.
#pragma once

#include "tutorials/support/exercise.h"

/// Given a gradient, one optimiser says by how much its parameter moves.
using Optimiser = std::function<double(double gradient)>;
/// Makes a new optimiser, for a new training run.
using Factory = std::function<Optimiser()>;

inline bool is_gradient_descent(const Factory& make) {
  // begin solution: several steps, in two runs
  for (int run = 0; run < 2; ++run) {
    const Optimiser step = make();
    for (const double g : {2.0, -3.0, 0.5})
      if (!(std::abs(step(g) + 0.1 * g) < 1e-9)) return false;
  }
  return true;
  // end solution
}
