// Explained: what leaves the decoder are logits; a sigmoid makes probabilities of them
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  Size latent;                                                          // L
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decoder;         // z [n, L] -> logits [n, D]
};

inline Tensor<double> dream(const Trained& model, [[maybe_unused]] const Tensor<double>& images,
                            Size count, Rng& rng) {
  return model.decoder(normal<double>({count, model.latent}, rng));
}
