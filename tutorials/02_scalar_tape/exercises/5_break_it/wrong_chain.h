// Explained: no step is used twice: on a chain, assigning and recursing are as good as the sweep
#pragma once

#include "tutorials/support/exercise.h"

/// A step of a tape: the positions of its inputs, -1 for none, and the slopes for each.
struct Step {
  int a = -1, b = -1;
  double slope_a = 0, slope_b = 0;
};

inline std::vector<Step> revealing_tape() { return {{}, {}, {1, 0, 2, 3}, {2, -1, 5, 0}}; }
