// Explained: half of it: now the KL is rewarded, and q can run away from the prior as far as it
// likes
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(log_prob - kl);
}

inline char cause() { return 'd'; }

inline Var<double> mended_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(-log_prob - kl);
}
