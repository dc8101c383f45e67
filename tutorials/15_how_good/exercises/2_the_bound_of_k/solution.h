// Exercise 15.2  The bound of k samples
// Points: 4
// Chapter: 15
//
// log_weights [k, B] holds log p(x, z_i) - log q(z_i|x) for k samples z_i of each of B images.
// Return the importance weighted bound of each image, [B]:
//
//     L_k = log( 1/k sum_i exp(log_weights_i) )
//
// Gradients must pass, and log-weights around -2000 must not lose everything.
//
// Hint: logsumexp(x, axis) is the logarithm of a sum of exponentials along an axis, with care.
// Hint: The samples lie along axis 0. log(S / k) = log S - log k.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> bound_of(const Var<double>& log_weights) {
  // begin solution: the logarithm of a mean along the samples
  return logsumexp(log_weights, 0) - std::log(static_cast<double>(log_weights.shape()[0]));
  // end solution
}
