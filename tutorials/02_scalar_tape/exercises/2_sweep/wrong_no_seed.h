// Explained: everything is 0: the gradient of y by itself is 1, and without it there is nothing to
// hand on
#pragma once

#include "tutorials/support/exercise.h"

/// A step of a tape: the positions of its inputs, -1 for none, and the slopes for each.
struct Step {
  int a = -1, b = -1;
  double slope_a = 0, slope_b = 0;
};

inline std::vector<double> sweep(const std::vector<Step>& tape, std::size_t) {
  std::vector<double> gradient(tape.size(), 0);
  for (std::size_t i = tape.size(); i-- > 0;) {
    const Step& step = tape[i];
    if (step.a >= 0) gradient[static_cast<std::size_t>(step.a)] += gradient[i] * step.slope_a;
    if (step.b >= 0) gradient[static_cast<std::size_t>(step.b)] += gradient[i] * step.slope_b;
  }
  return gradient;
}
