// Explained: RMSprop has no correction for its start at 0: its first step is 1 / sqrt(1 - 0.99)
// times as long as the rate
#pragma once

#include "tutorials/support/exercise.h"

struct Steps {
  double momentum_late, adam_first, rms_prop_first;
};

inline Steps predict_steps() {
  return {.momentum_late = 0.5, .adam_first = 0.01, .rms_prop_first = 0.01};
}
