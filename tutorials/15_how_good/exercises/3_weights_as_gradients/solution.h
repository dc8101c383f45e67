// Exercise 15.3  Whose gradient counts how much
// Points: 4
// Chapter: 15
//
// For one image, L_k = log 1/k sum_i exp(l_i), l_i being its log-weights. Derive dL_k / dl_i. It is
// a weight between 0 and 1, large for the sample that explains the image best (Burda et al. 2016,
// equation 14).
//
// log_weights is [k, B]. Return a scalar whose gradient with respect to log_weights is the one of
// sum_b L_k(b), without taking the logarithm of any sum: multiply every log-weight by its weight,
// the weight being a constant, and add up.
//
// Hint: d log S / dl_i = exp(l_i) / S. Over the k samples of one image these weights add up to 1.
// Hint: detach(v) is the value of v without its history. What would the product rule do otherwise?
// Hint: exp(log_softmax(x, axis)) is exp(x) divided by its sum along the axis.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> surrogate(const Var<double>& log_weights) {
  // begin solution: constant weights times log-weights
  return sum(detach(exp(log_softmax(log_weights, 0))) * log_weights);
  // end solution
}
