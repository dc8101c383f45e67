// Explained: the walk goes from the oldest step to the newest: a step hands on its gradient before
// it has received it
#pragma once

#include "tutorials/support/exercise.h"

/// A step of a tape: the positions of its inputs, -1 for none, and the slopes for each.
struct Step {
  int a = -1, b = -1;
  double slope_a = 0, slope_b = 0;
};

inline std::vector<double> sweep(const std::vector<Step>& tape, std::size_t y) {
  std::vector<double> gradient(tape.size(), 0);
  gradient[y] = 1;
  for (std::size_t i = 0; i < tape.size(); ++i) {
    const Step& step = tape[i];
    if (step.a >= 0) gradient[static_cast<std::size_t>(step.a)] += gradient[i] * step.slope_a;
    if (step.b >= 0) gradient[static_cast<std::size_t>(step.b)] += gradient[i] * step.slope_b;
  }
  return gradient;
}
