// Explained: a has moved the wrong way: a_i + b_j must stay what it was
#pragma once

#include "tutorials/support/exercise.h"

struct Profiles {
  Tensor<double> a, b;  // [n], [p]
};

inline Profiles fix_gauge(const Profiles& q) { return {q.a - mean(q.b), q.b - mean(q.b)}; }
