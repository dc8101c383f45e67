// Explained: a mean over the dimensions: with one of them it looks right, with L it is L times too
// small
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_log_prior(const Var<double>& z) {
  return sum(-0.5 * std::log(2 * std::numbers::pi) - square(0.5 * z), 1);
}

inline char cause() { return 'd'; }

inline Var<double> mended_log_prior(const Var<double>& z) {
  return mean(-0.5 * std::log(2 * std::numbers::pi) - 0.5 * square(z), 1);
}
