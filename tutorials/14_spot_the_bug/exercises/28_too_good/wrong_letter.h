// Explained: not a): log p(x) is convex in the pixels, so the same model pays for grey ones at
// least what it pays for tossed ones on average; with codes that say p = 0.1 and 0.9 a pixel of
// 0.5 costs 1.20 nats grey and 0.69 tossed
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_log_prior(const Var<double>& z) {
  return sum(-0.5 * std::log(2 * std::numbers::pi) - square(0.5 * z), 1);
}

inline char cause() { return 'a'; }

inline Var<double> mended_log_prior(const Var<double>& z) {
  return sum(-0.5 * std::log(2 * std::numbers::pi) - 0.5 * square(z), 1);
}
