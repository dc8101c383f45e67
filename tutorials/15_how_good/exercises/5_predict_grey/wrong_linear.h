// Explained: it is linear in x for one z, but log p(x) is the logarithm of a mean over z: a tossed
// image tells more about z than a grey one
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double grey, tossed;
};

inline Prediction predict() { return {.grey = std::log(0.09), .tossed = std::log(0.09)}; }
