// Exercise 2.5  A tape that reveals
// Points: 3
// Chapter: 2
//
// A test is only as good as its example. Three sweeps are wrong, each in its own way:
//
//     one assigns gradients (=) where it should add them (+=);
//     one forgets the second input of each step;
//     one recurses, and visits an input at once whenever it has handed something on to it.
//
// Write one tape on which all three give a wrong gradient for step 0. The result y is the last
// step. Inputs stand before the steps that use them; use four steps or fewer.
//
// Hint: On a chain every sweep is right. The mistakes show where a step is used more than once.
// Hint: The recursion is wrong only if a step that has inputs itself is used twice.
#pragma once

#include "tutorials/support/exercise.h"

/// A step of a tape: the positions of its inputs, -1 for none, and the slopes for each.
struct Step {
  int a = -1, b = -1;
  double slope_a = 0, slope_b = 0;
};

inline std::vector<Step> revealing_tape() {
  // begin solution: a tape on which every wrong sweep is found out
  return {{}, {0, 0, 1, 1}, {1, 1, 1, 1}};
  // end solution
}
