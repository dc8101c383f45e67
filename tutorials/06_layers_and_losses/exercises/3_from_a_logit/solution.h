// Exercise 6.3  The loss of a pixel, from its logit
// Points: 4
// Chapter: 6
//
// A pixel x is 1 with probability p = sigmoid(logit) and 0 otherwise. Return its loss
//
//     -x log p - (1 - x) log(1 - p)
//
// for every element of logit and x, which have the same shape. x may be grey, between 0 and 1. The
// loss must be right for logits of +-1000, and so must its gradient, everywhere: also where the
// logit is exactly 0. Do not use bernoulli_log_prob: it is the answer.
//
// Hint: log p = -softplus(-logit), log(1 - p) = -softplus(logit), and the two differ by the logit.
// Hint: softplus(x) is log(1 + exp(x)) without overflow, and has a derivative at 0.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> loss_of_logit(const Var<double>& logit, const Var<double>& x) {
  // begin solution: softplus and one product
  return softplus(logit) - x * logit;
  // end solution
}
