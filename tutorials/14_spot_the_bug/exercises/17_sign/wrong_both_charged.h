// Explained: half of it: the KL is charged now, but the worst reconstruction still wins
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(log_prob - kl);
}

inline char cause() { return 'd'; }

inline Var<double> mended_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(log_prob + kl);
}
