// Explained: not b): KL(p || q) would be 0.568 here
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_code(const Var<double>& m, const Var<double>& s, const Var<double>& e) {
  return m + exp(s) * e;
}

inline Var<double> faulty_kl(const Var<double>& m, const Var<double>& s) {
  return 0.5 * sum(square(m) + exp(s) - 1.0 - s, 1);
}

inline char cause() { return 'b'; }

inline Var<double> mended_kl(const Var<double>& m, const Var<double>& s) {
  return 0.5 * sum(square(m) + exp(2.0 * s) - 1.0 - 2.0 * s, 1);
}
