// Explained: only a leaf is used twice: a leaf hands nothing on, so the recursion is right
#pragma once

#include "tutorials/support/exercise.h"

/// A step of a tape: the positions of its inputs, -1 for none, and the slopes for each.
struct Step {
  int a = -1, b = -1;
  double slope_a = 0, slope_b = 0;
};

inline std::vector<Step> revealing_tape() { return {{}, {0, 0, 2, 2}, {1, 0, 3, 4}}; }
