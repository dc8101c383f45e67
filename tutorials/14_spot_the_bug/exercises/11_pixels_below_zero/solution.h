// Exercise 14.11  A loss of minus 13,680
// Points: 3
// Chapter: 14
//
// Article 002 normalises with Normalize((0.5,), (0.5,)) and says that the pixels are in [0, 1];
// Lasagne/Recipes#54 and mlpack#3601 report an "increasingly negative loss". Seen: a decoder that
// is right and sure of an image, with the logit 20 for its 100 white pixels and -20 for its 684
// black ones, costs -13,680.0 nats. Healthy: 0.0, and never below 0.
//
//   a) The targets are -1 and 1: for a target of -1 the cross-entropy has no lower end.
//   b) The sign of the loss is turned round: it is the log-likelihood.
//   c) The logits are too large, and the exponential overflows.
//   d) The KL is missing, which would make up for it.
//
// Give the letter, and mend the function: bytes [B, D], from 0 to 255, and logits [B, D] -> nats
// [B].
//
// Hint: What does the formula -x l + log(1 + exp(l)) become for x = -1 and l = -20?
// Hint: 684 * 20 = 13,680.
// Hint: A byte is 0 to 255, a probability 0 to 1.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_nats(const Tensor<double>& bytes, const Var<double>& logits) {
  const Tensor<double> x = (bytes / 255.0 - 0.5) / 0.5;  // ToTensor, then Normalize
  return -nn::bernoulli_log_prob_per_row(logits, Var<double>(x));
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'a';
  // end solution
}

inline Var<double> mended_nats(const Tensor<double>& bytes, const Var<double>& logits) {
  // begin solution: the loss of pixels from 0 to 1
  const Tensor<double> x = bytes / 255.0;
  return -nn::bernoulli_log_prob_per_row(logits, Var<double>(x));
  // end solution
}
