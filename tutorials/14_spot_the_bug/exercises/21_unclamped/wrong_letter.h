// Explained: not d): the mean is 0.5, and squares of floats up to 1e19 are finite
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<float> faulty_posterior(const Var<float>& h) {
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
}

inline char cause() { return 'd'; }

inline vae::Normal<float> mended_posterior(const Var<float>& h) {
  const vae::Normal<float> q = faulty_posterior(h);
  return {q.mean, clamp(q.log_var, -6.0F, 2.0F)};
}
