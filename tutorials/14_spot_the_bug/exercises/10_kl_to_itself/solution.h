// Exercise 14.10  A KL that is always 0
// Points: 3
// Chapter: 14
//
// Article 000 prints the bound with KL(q(z|x) || p_phi(z|x)), and p_phi(z|x) is its name for the
// encoder. Taken at its word, this compares q with itself. Seen: the KL of any batch is 0.000, at
// the first step and at the last, and its gradient is 0. Healthy, for mean 1 and log_var -1: 0.684.
//
//   a) The KL has been averaged over so many dimensions that it vanishes.
//   b) The encoder has collapsed: q is the prior.
//   c) KL and reconstruction have been added before they were printed.
//   d) Both arguments of the KL are q: the second should be the prior p(z) = N(0, I).
//
// Give the letter, and mend the function: mean and log_var [B, L] -> KL [B].
//
// Hint: When is a KL exactly 0?
// Hint: The prior has the mean 0 and the log-variance 0.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_kl(const Var<double>& mean, const Var<double>& log_var) {
  const vae::Normal<double> q{mean, log_var}, p{mean, log_var};
  return vae::kl(q, p);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'd';
  // end solution
}

inline Var<double> mended_kl(const Var<double>& mean, const Var<double>& log_var) {
  // begin solution: the KL to the prior
  const Var<double> zero(Tensor<double>::zeros(mean.shape()));
  const vae::Normal<double> q{mean, log_var}, p{zero, zero};
  return vae::kl(q, p);
  // end solution
}
