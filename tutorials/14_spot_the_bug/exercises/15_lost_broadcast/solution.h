// Exercise 14.15  Four images, four times the loss
// Points: 3
// Chapter: 14
//
// pytorch#16045 and #19699 tell how long such a fault can be searched for. Here the two parts of a
// VAE's loss are added. Seen: four images cost 90, 100, 110 and 120 nats, and their KL is 2, 8, 18
// and 32; the sum of what faulty_losses returns, divided by the four images, is 480. The healthy
// value is 120. With 64 images it is 64 times too much.
//
//   a) The KL is summed over the latent dimensions instead of averaged.
//   b) log_var broadcasts, and each KL is counted once for every latent dimension.
//   c) The KL keeps the axis it was summed over, so every image meets the KL of every other.
//   d) The sum over the batch has to be divided by the number of latent dimensions as well.
//
// Give the letter, and mend the function: nats = -log p(x|z) [B], mean and log_var of q(z|x), both
// [B, L], to the loss of each image, [B].
//
// Hint: Look at the shapes: print faulty_losses(...).shape().text().
// Hint: [B] is read as [1, B] when it meets [B, 1]. Both are repeated to [B, B].
// Hint: Dims::keep is for results that are to broadcast against what was summed. This one is not.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_losses(const Var<double>& nats, const Var<double>& mean,
                                 const Var<double>& log_var) {
  const Var<double> kl = 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1, Dims::keep);
  return nats + kl;
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'c';
  // end solution
}

inline Var<double> mended_losses(const Var<double>& nats, const Var<double>& mean,
                                 const Var<double>& log_var) {
  // begin solution: the loss without the fault
  return nats + 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1);
  // end solution
}
