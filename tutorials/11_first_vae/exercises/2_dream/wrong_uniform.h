// Explained: the prior is N(0, I), not a uniform number between 0 and 1
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  Size latent;                                                          // L
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decoder;         // z [n, L] -> logits [n, D]
};

inline Tensor<double> dream(const Trained& model, [[maybe_unused]] const Tensor<double>& images,
                            Size count, Rng& rng) {
  return sigmoid(model.decoder(uniform<double>({count, model.latent}, rng)));
}
