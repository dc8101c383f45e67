// Exercise 9.1  A sample that gradients pass through
// Points: 4
// Chapter: 9
//
// Paths are not for normal numbers only. A logistic number x has a middle, here called mean, and a
// scale s > 0, and lies below t with the probability
//
//     F(t) = P(x < t) = 1 / (1 + exp(-(t - mean) / s)) .
//
// Let u be uniform between 0 and 1, and x the number with F(x) = u. Then x has this distribution,
// because F grows: x < t where u < F(t), and that has the probability F(t).
//
// Return this x for every element of u, with s = exp(log_scale), so that dx/dmean and dx/dlog_scale
// exist. mean, log_scale and u are [B, D], and 0 < u < 1.
//
// Hint: F is a sigmoid of (t - mean) / s. Solve u = F(x), first for exp(...), then for x.
// Hint: log_scale is the logarithm of s itself. Nothing is squared here, so nothing is halved.
// Hint: u is the noise, a constant. mean and log_scale stay Vars from the beginning to the end.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_logistic(const Var<double>& mean, const Var<double>& log_scale,
                                 const Tensor<double>& u) {
  // begin solution: the x with F(x) = u
  const Tensor<double> standard = log(u) - log(1.0 - u);
  return mean + exp(log_scale) * standard;
  // end solution
}
