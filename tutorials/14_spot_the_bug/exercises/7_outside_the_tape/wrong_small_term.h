// Explained: a small term calls the encoder on the tape, so the report is clean; but its gradient
// is that of the small term, not of the reconstruction
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
  const Var<double> z = model.encoder(Var<double>(x));
  Tape<double> tape;
  const Var<double> small = 1e-6 * sum(square(model.encoder(Var<double>(x))));
  return tape.gradients(sum(square(model.decoder(z) - Var<double>(x))) + small);
}
