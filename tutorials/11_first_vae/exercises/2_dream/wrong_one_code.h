// Explained: every image needs a code of its own: yours are all the same
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  Size latent;                                                          // L
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decoder;         // z [n, L] -> logits [n, D]
};

inline Tensor<double> dream(const Trained& model, [[maybe_unused]] const Tensor<double>& images,
                            Size count, Rng& rng) {
  const Tensor<double> z = normal<double>({1, model.latent}, rng);
  return sigmoid(model.decoder(z.broadcast_to({count, model.latent})));
}
