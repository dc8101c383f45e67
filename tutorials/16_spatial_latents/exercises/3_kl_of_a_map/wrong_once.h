// Explained: every a_i and b_j is counted once only: it belongs to a whole row or column of codes
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_map_kl(const Var<double>& mean, const Var<double>& a, const Var<double>& b) {
  const double n = static_cast<double>(a.shape()[0]), p = static_cast<double>(b.shape()[0]);
  return 0.5 * (sum(exp(a)) * sum(exp(b)) + sum(square(mean)) - n * p - sum(a) - sum(b));
}
