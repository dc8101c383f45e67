// Explained: the constant log(2 pi) / 2 does not matter for training, but it does for a number to
// be compared: without it 50 dimensions are 46 nats too good
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_log_prior(const Var<double>& z) {
  return sum(-0.5 * std::log(2 * std::numbers::pi) - square(0.5 * z), 1);
}

inline char cause() { return 'd'; }

inline Var<double> mended_log_prior(const Var<double>& z) { return -0.5 * sum(square(z), 1); }
