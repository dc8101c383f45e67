// Explained: this is KL(p || q): the prior comes second, because the average is over q
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_kl(const Var<double>& mean, const Var<double>& log_var) {
  const vae::Normal<double> q{mean, log_var}, p{mean, log_var};
  return vae::kl(q, p);
}

inline char cause() { return 'd'; }

inline Var<double> mended_kl(const Var<double>& mean, const Var<double>& log_var) {
  const Var<double> zero(Tensor<double>::zeros(mean.shape()));
  const vae::Normal<double> q{mean, log_var}, p{zero, zero};
  return vae::kl(p, q);
}
