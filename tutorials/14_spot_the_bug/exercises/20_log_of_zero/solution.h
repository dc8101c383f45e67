// Exercise 14.20  Not a number, at a logit of 20
// Points: 3
// Chapter: 14
//
// hwalsuklee/tensorflow-mnist-VAE#4 and kvfrans#5 show a loss that is a number for hundreds of
// epochs and then is none. Seen, in float, as networks are trained: at the logit 20 faulty_log_prob
// gives NaN for a white pixel and -infinity for a black one. The healthy values are -2.06e-9 and
// -20.
//
//   a) The weights have exploded: no decoder gives a logit of 20.
//   b) In float sigmoid(20) is rounded to 1, and the logarithm of 1 - p = 0 is taken.
//   c) Pixels have to lie strictly between 0 and 1.
//   d) The derivative of the sigmoid is 0 there, and something is divided by it.
//
// Give the letter, and mend the function: logits and pixels x of the same shape to
// x log p + (1 - x) log(1 - p), p = sigmoid(logits), element by element.
//
// Hint: 1 - sigmoid(20) is 2e-9; the float before 1 is 6e-8 away from it.
// Hint: log p and log(1 - p) can be written with the logit itself, without p: there is softplus.
// Hint: log(1 + exp(l)) = max(l, 0) + log(1 + exp(-|l|)): the second form never overflows.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<float> faulty_log_prob(const Var<float>& logits, const Var<float>& x) {
  const Var<float> p = sigmoid(logits);
  return x * log(p) + (1 - x) * log(1 - p);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'b';
  // end solution
}

inline Var<float> mended_log_prob(const Var<float>& logits, const Var<float>& x) {
  // begin solution: the same, finite for every logit
  return x * logits - softplus(logits);
  // end solution
}
