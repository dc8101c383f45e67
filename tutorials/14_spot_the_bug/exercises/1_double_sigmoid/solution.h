// Exercise 14.1  The loss that stays at 505
// Points: 3
// Chapter: 14
//
// Article 001 ends its decoder in a sigmoid and compares with from_logits=True; so did t81_558#81
// and V-GAN#16. Seen: a decoder that is right and sure about every pixel of an image, with the
// logit 20 for its 100 white pixels and -20 for its 684 black ones, still costs 505.4 nats. The
// healthy value is 0.0.
//
//   a) The loss is summed over the pixels of an image instead of averaged.
//   b) The decoder's logits are too small: a logit of 20 is not sure enough.
//   c) What the loss takes for a logit is a probability already, so its sigmoid is taken twice.
//   d) The pixels are numbers from 0 to 255 instead of 0 to 1.
//
// Give the letter, and mend the function: logits [B, D] and images x [B, D] to nats per image [B].
//
// Hint: Which probabilities can the loss see at all? Put 0 and 1 into a sigmoid.
// Hint: 684 log 2 = 474.1, and 100 log(1 + 1/e) = 31.3.
// Hint: bernoulli_log_prob_per_row takes logits. The sigmoid is for showing the image.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_nats(const Var<double>& logits, const Var<double>& x) {
  const Var<double> image = sigmoid(logits);
  return -nn::bernoulli_log_prob_per_row(image, x);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'c';
  // end solution
}

inline Var<double> mended_nats(const Var<double>& logits, const Var<double>& x) {
  // begin solution: the loss without the fault
  return -nn::bernoulli_log_prob_per_row(logits, x);
  // end solution
}
