// Exercise 9.5  How far from each other
// Points: 4
// Chapter: 9
//
// q and p have in each dimension a normal distribution N(mean, sigma^2), sigma^2 = exp(log_var).
// Return KL(q || p), summed over dimensions: q.mean, q.log_var, p.mean and p.log_var [B, D] -> [B].
// With the densities,
//
//     KL(q || p) = E_q[log q(z) - log p(z)]
//
// and for two normal distributions the average can be worked out. Gradients must pass to all four.
//
// Hint: log q(z) = -1/2 (log 2 pi + log sigma^2 + (z - mean)^2 / sigma^2), and under q the last
// fraction has the average 1. What is its average if it belongs to p, but z is drawn from q?
// Hint: z - p.mean = (z - q.mean) + (q.mean - p.mean). Square it; under q the first part has the
// mean 0.
// Hint: If p is the standard normal distribution, the chapter's formula must come out.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_kl(const vae::Normal<double>& q, const vae::Normal<double>& p) {
  // begin solution: the average of log q - log p, summed over the columns
  const Var<double> around_p = exp(q.log_var) + square(q.mean - p.mean);  // E_q[(z - p.mean)^2]
  return 0.5 * sum(p.log_var - q.log_var + around_p * exp(-p.log_var) - 1.0, 1);
  // end solution
}
