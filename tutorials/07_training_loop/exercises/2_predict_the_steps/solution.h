// Exercise 7.2  Predict: how long is a step?
// Points: 3
// Chapter: 7
//
// A gradient is 5 in every step, all rates are 0.01, and the other settings are
//
//     momentum:  v = 0.9 v + g, step 0.01 v
//     Adam:      beta1 = 0.9, beta2 = 0.999
//     RMSprop:   s = 0.99 s + 0.01 g^2, step 0.01 g / sqrt(s); s is 0 before the first step
//
// How long is a step of momentum after very many steps, how long the first step of Adam, and how
// long the first step of RMSprop? Epsilons are too small to matter. The grader lets the library do
// the steps.
//
// Hint: After many steps v no longer changes: v = 0.9 v + 5.
// Hint: In the first step, s is 0.01 times 25. Which of the two, Adam or RMSprop, corrects that?
#pragma once

#include "tutorials/support/exercise.h"

struct Steps {
  double momentum_late, adam_first, rms_prop_first;
};

inline Steps predict_steps() {
  // begin solution: the three lengths
  return {.momentum_late = 0.5, .adam_first = 0.01, .rms_prop_first = 0.1};
  // end solution
}
