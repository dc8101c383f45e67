// Exercise 9.5  How far from the prior
// Points: 4
// Chapter: 9
//
// q has in each dimension a normal distribution, N(mean, sigma^2) with sigma^2 = exp(log_var).
// Return KL(q || N(0, 1)), summed over dimensions: mean, log_var [B, D] -> [B]. With densities q
// and p,
//
//     KL(q || p) = E_q[log q(z) - log p(z)]
//
// and for two normal distributions the average can be worked out. Gradients must pass.
//
// Hint: log q(z) = -1/2 (log 2 pi + log sigma^2 + (z - mean)^2 / sigma^2), and under q the last
// fraction has the average 1.
// Hint: log p(z) = -1/2 (log 2 pi + z^2), and E_q[z^2] = mean^2 + sigma^2.
// Hint: sum(x, 1) adds the columns of every row.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_kl(const Var<double>& mean, const Var<double>& log_var) {
  // begin solution: the average of log q - log p, summed over the columns
  return 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1);
  // end solution
}
