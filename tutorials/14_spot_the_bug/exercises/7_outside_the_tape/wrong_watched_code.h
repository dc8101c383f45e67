// Explained: for the tape z is still a constant, or a leaf of its own: whatever gradient z gets, it
// ends there
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

inline char cause() { return 'd'; }

inline Gradients<double> mended_gradients(const Model& model, const Tensor<double>& x) {
  const Var<double> before = model.encoder(Var<double>(x));
  Tape<double> tape;
  const Var<double> z = tape.watch(before.value());
  return tape.gradients(sum(square(model.decoder(z) - Var<double>(x))));
}
