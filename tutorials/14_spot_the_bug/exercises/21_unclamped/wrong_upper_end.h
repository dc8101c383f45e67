// Explained: only the upper end: exp(-log_var) of a log_var of -300 is infinite in log q(z|x)
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<float> faulty_posterior(const Var<float>& h) {
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
}

inline char cause() { return 'c'; }

inline vae::Normal<float> mended_posterior(const Var<float>& h) {
  const vae::Normal<float> q = faulty_posterior(h);
  return {q.mean, clamp(q.log_var, -1e30F, 2.0F)};
}
