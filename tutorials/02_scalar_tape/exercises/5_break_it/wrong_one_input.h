// Explained: the second inputs do not matter for step 0: forgetting them is not found out
#pragma once

#include "tutorials/support/exercise.h"

/// A step of a tape: the positions of its inputs, -1 for none, and the slopes for each.
struct Step {
  int a = -1, b = -1;
  double slope_a = 0, slope_b = 0;
};

inline std::vector<Step> revealing_tape() { return {{}, {0, -1, 2, 0}, {1, -1, 3, 0}}; }
