// Exercise 14.17  A loss without a floor
// Points: 3
// Chapter: 14
//
// The objective of article 002, section 3.2.4, taken at its word; pytorch/examples#298 wonders
// about the same line. Seen: one number x = 2, p(x|z) = N(z, 1) and q(z|x) = N(m, 1/2). Gradient
// descent from m = 0 with steps of 0.1 brings faulty_loss to -56,350 in 30 steps, and it falls
// faster and faster. The healthy value is 2.27, and it stays there.
//
//   a) The learning rate is too large.
//   b) The KL is negative, because log_var and the variance have been mistaken for each other.
//   c) The variance of p(x|z) shrinks, and with it the density grows without end.
//   d) The ELBO is a lower bound: it has to grow, and this loss makes it fall.
//
// Give the letter, and mend the function: log_prob = log p(x|z) and kl, both [B], to the loss that
// is to be minimised, a mean over images.
//
// Hint: ELBO = log p(x|z) - KL <= log p(x). Which way does training have to push it?
// Hint: Minimising f is maximising -f. Both terms change their sign.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_loss(const Var<double>& log_prob, const Var<double>& kl) {
  return mean(log_prob - kl);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'd';
  // end solution
}

inline Var<double> mended_loss(const Var<double>& log_prob, const Var<double>& kl) {
  // begin solution: the loss without the fault
  return mean(kl - log_prob);
  // end solution
}
