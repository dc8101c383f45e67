// Exercise 13.3  The variance that need not be learned
// Points: 4
// Chapter: 13
//
// The pixels of all images share one variance: log p(x) = sum over pixels of log N(x; y, exp(l)),
// y the prediction, both [B, D]. Return the log_var l for which the mean over the images of
// log p(x) is largest, in closed form.
//
// Hint: With v = exp(l) the mean of -log p(x) is D/2 (log v + E / v) plus a constant. E is the mean
// of (x - y)^2. The mean over what?
// Hint: Set the derivative with respect to v to 0.
#pragma once

#include "tutorials/support/exercise.h"

inline double best_log_var(const Tensor<double>& y, const Tensor<double>& x) {
  // begin solution: the logarithm of a mean
  return std::log(mean((x - y) * (x - y)).item());
  // end solution
}
