// Exercise 11.1  The loss and its averages
// Points: 4
// Chapter: 11
//
// A batch of B images x [B, D] has gone through both networks. The encoder gave mean and log_var
// [B, L], which say what q(z|x) is; the decoder made the logits [B, D] from one sample z for each
// image. Return what training minimises: minus the ELBO, in nats per image, as a scalar.
//
// Hint: bernoulli_log_prob(logits, x) is [B, D]. The pixels of one image belong together, so their
// logarithms are added. So are the L terms of the KL.
// Hint: After that there is one number for each image, and their mean is what is wanted.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_loss(const Var<double>& x, const Var<double>& logits, const Var<double>& mean,
                           const Var<double>& log_var) {
  // begin solution: sums within an image, the mean over images
  const Var<double> reconstruction = sum(bernoulli_log_prob(logits, x), 1);
  const Var<double> divergence = 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1);
  return gradus::mean(divergence - reconstruction);
  // end solution
}
