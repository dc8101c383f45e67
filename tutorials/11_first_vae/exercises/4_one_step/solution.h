// Exercise 11.4  One step of training
// Points: 5
// Chapter: 11
//
// Take one step: let x [B, 6] go through the encoder, sample z with noise from rng (one call of
// normal<double>), let z go through the decoder, and move all parameters down the gradient of the
// loss, minus the ELBO in nats per image, with the given optimiser. Return the loss before the
// step.
//
// Hint: What is computed before the tape begins is a constant to it.
// Hint: slice(h, 1, 0, 2) are the means, slice(h, 1, 2, 4) the log-variances.
// Hint: optimizer.step(model, tape.gradients(loss)) is all that is left to do.
#pragma once

#include "tutorials/support/exercise.h"

struct TinyVae {
  nn::Linear<double> encoder, decoder;  // 6 -> 2 means and 2 log-variances, 2 -> 6 logits

  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

inline double train_step(TinyVae& model, nn::Sgd<double>& optimizer, const Tensor<double>& x,
                         Rng& rng) {
  // begin solution: encode, sample, decode, differentiate, step
  Tape<double> tape;
  const Var<double> h = model.encoder(Var<double>(x));
  const Var<double> mean = slice(h, 1, 0, 2), log_var = slice(h, 1, 2, 4);
  const Var<double> eps = normal<double>(mean.shape(), rng);
  const Var<double> logits = model.decoder(mean + exp(0.5 * log_var) * eps);
  const Var<double> kl = 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1);
  const Var<double> loss = gradus::mean(kl - sum(bernoulli_log_prob(logits, Var<double>(x)), 1));
  optimizer.step(model, tape.gradients(loss));
  return loss.item();
  // end solution
}
