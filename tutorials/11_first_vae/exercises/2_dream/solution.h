// Exercise 11.2  Images from nothing
// Points: 4
// Chapter: 11
//
// A VAE has been trained. Let it draw `count` new images, which resemble the data without being
// reconstructions of any. Return the probabilities of a white pixel, [count, D]. All randomness
// comes from rng. You are given the training images as well; use them if you need them.
//
// Hint: The model says how an image comes about: z from the prior p(z), then x from p(x|z).
// Hint: normal<double>({count, latent}, rng) draws from N(0, I).
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  Size latent;                                                          // L
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decoder;         // z [n, L] -> logits [n, D]
};

inline Tensor<double> dream(const Trained& model, [[maybe_unused]] const Tensor<double>& images,
                            Size count, Rng& rng) {
  // begin solution: the prior, the decoder, the probabilities
  return sigmoid(model.decoder(normal<double>({count, model.latent}, rng)));
  // end solution
}
