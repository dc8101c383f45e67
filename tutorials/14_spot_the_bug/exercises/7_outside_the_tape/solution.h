// Exercise 14.7  An encoder that never learns
// Points: 3
// Chapter: 14
//
// Article 000 calls the encoder in the training loop and opens the tape afterwards, in train_step;
// article 003 has a head whose output nobody uses. Seen: of the 4 parameters of the model below, 2
// get no gradient at all, encoder.weight and encoder.bias. The loss still falls, because the
// decoder learns. Healthy: 0 without a gradient.
//
//   a) The encoder's output is 0, so that its gradients vanish.
//   b) The optimiser has no entry for the encoder.
//   c) The squared error is summed instead of averaged.
//   d) The encoder ran before the tape was there, so its result is a constant.
//
// Give the letter, and mend the function: the gradients of the sum of squared errors for all
// parameters.
//
// Hint: A gradient that is 0 and one that is not there are two symptoms. Which one is this?
// Hint: A tape records what happens while it lives.
#pragma once

#include "tutorials/support/exercise.h"

struct Model {
  nn::Linear<double> encoder, decoder;
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

inline Gradients<double> faulty_gradients(const Model& model, const Tensor<double>& x) {
  const Var<double> z = model.encoder(Var<double>(x));
  Tape<double> tape;
  return tape.gradients(sum(square(model.decoder(z) - Var<double>(x))));
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'd';
  // end solution
}

inline Gradients<double> mended_gradients(const Model& model, const Tensor<double>& x) {
  // begin solution: gradients of all four
  Tape<double> tape;
  const Var<double> z = model.encoder(Var<double>(x));
  return tape.gradients(sum(square(model.decoder(z) - Var<double>(x))));
  // end solution
}
