// Explained: the noise does not come from rng: every step sees the same noise, and the model
// learns it by heart
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
                         Rng&) {
  Tape<double> tape;
  const Var<double> h = model.encoder(Var<double>(x));
  const Var<double> mean = slice(h, 1, 0, 2), log_var = slice(h, 1, 2, 4);
  Rng own{42};
  const Var<double> eps = normal<double>(mean.shape(), own);
  const Var<double> logits = model.decoder(mean + exp(0.5 * log_var) * eps);
  const Var<double> kl = 0.5 * sum(square(mean) + exp(log_var) - 1.0 - log_var, 1);
  const Var<double> loss = gradus::mean(kl - sum(bernoulli_log_prob(logits, Var<double>(x)), 1));
  optimizer.step(model, tape.gradients(loss));
  return loss.item();
}
