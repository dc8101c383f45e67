// Explained: not a): a vanishing gradient is a tensor of zeros; these are not there at all
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

inline char cause() { return 'a'; }

inline Gradients<double> mended_gradients(const Model& model, const Tensor<double>& x) {
  Tape<double> tape;
  const Var<double> z = model.encoder(Var<double>(x));
  return tape.gradients(sum(square(model.decoder(z) - Var<double>(x))));
}
