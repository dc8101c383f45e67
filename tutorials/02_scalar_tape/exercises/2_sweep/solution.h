// Exercise 2.2  The walk backwards
// Points: 4
// Chapter: 2
//
// A tape is given as a list of steps, the oldest first: an input always stands before the steps
// that use it. Return dy/dv for every step v of the tape, where y is the step at position `y`.
// Steps that y does not depend on have the gradient 0, and dy/dy is 1.
//
// Hint: Begin with zeros, and 1 for y. Then take the steps from the newest to the oldest, and let
//   each hand its gradient, times the slope, on to its inputs.
// Hint: A step can be used several times. What its users hand on adds up.
#pragma once

#include "tutorials/support/exercise.h"

/// A step of a tape: the positions of its inputs, -1 for none, and the slopes for each.
struct Step {
  int a = -1, b = -1;
  double slope_a = 0, slope_b = 0;
};

inline std::vector<double> sweep(const std::vector<Step>& tape, std::size_t y) {
  // begin solution: from the newest step to the oldest
  std::vector<double> gradient(tape.size(), 0);
  gradient[y] = 1;
  for (std::size_t i = tape.size(); i-- > 0;) {
    const Step& step = tape[i];
    if (step.a >= 0) gradient[static_cast<std::size_t>(step.a)] += gradient[i] * step.slope_a;
    if (step.b >= 0) gradient[static_cast<std::size_t>(step.b)] += gradient[i] * step.slope_b;
  }
  return gradient;
  // end solution
}
