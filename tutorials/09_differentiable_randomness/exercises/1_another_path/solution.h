// Exercise 9.1  A sample that gradients pass through
// Points: 4
// Chapter: 9
//
// Draw z ~ N(mean, sigma^2), with sigma^2 = exp(log_var), for every element of mean and log_var,
// both [B, D], so that dz/dmean and dz/dlog_var exist. All randomness comes from one call of
// normal<double>(shape, rng), one standard normal number for each element.
//
// Hint: A normal number with deviation sigma around a mean is that mean plus sigma times a standard
// normal number.
// Hint: log_var is the logarithm of sigma squared. What is sigma?
// Hint: mean and log_var stay Vars from the beginning to the end; only the noise is a constant.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  // begin solution: mean plus sigma times noise
  const Var<double> eps = normal<double>(mean.shape(), rng);
  return mean + exp(0.5 * log_var) * eps;
  // end solution
}
