// Explained: not a): training cannot separate two names of one tensor: the correlation is 1.000
// after any number of steps
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<double> faulty_posterior(const Var<double>& h) {
  const Var<double> z_mean = slice(h, 1, 0, h.shape()[1] / 2);
  return {z_mean, z_mean};
}

inline char cause() { return 'a'; }

inline vae::Normal<double> mended_posterior(const Var<double>& h) {
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
}
