// Explained: a product of two normals cannot be correlated: the gap is 0 only if the posterior
// is in the family
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double variance, gap;
};

inline Prediction predict() { return {.variance = 0.36, .gap = 0}; }
