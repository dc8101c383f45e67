// Explained: these codes come from q(z|x) of images that are there already, so you draw
// reconstructions: new images begin with the prior
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  Size latent;                                                          // L
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decoder;         // z [n, L] -> logits [n, D]
};

inline Tensor<double> dream(const Trained& model, [[maybe_unused]] const Tensor<double>& images,
                            Size count, Rng& rng) {
  const Var<double> z = model.posterior(images).sample(rng);
  return sigmoid(model.decoder(z.value().slice(0, 0, count)));
}
