// Explained: not a): in this function h has 2 L columns, enough for both
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<double> faulty_posterior(const Var<double>& h) {
  if (h.shape()[0] != 2) throw std::length_error("wrong number of values for two names");
  return {slice(h, 0, 0, 1), slice(h, 0, 1, 2)};
}

inline char cause() { return 'a'; }

inline vae::Normal<double> mended_posterior(const Var<double>& h) {
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
}
