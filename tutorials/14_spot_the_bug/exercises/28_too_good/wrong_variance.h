// Explained: now it is a density, but that of N(0, 2): the prior that samples are drawn from is
// N(0, 1)
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_log_prior(const Var<double>& z) {
  return sum(-0.5 * std::log(2 * std::numbers::pi) - square(0.5 * z), 1);
}

inline char cause() { return 'd'; }

inline Var<double> mended_log_prior(const Var<double>& z) {
  return sum(-0.5 * std::log(4 * std::numbers::pi) - square(0.5 * z), 1);
}
