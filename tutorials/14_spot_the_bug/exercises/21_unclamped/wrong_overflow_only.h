// Explained: only what overflows is replaced: a log_var of 80 still gives a KL of 1e34, and at the
// border q jumps
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<float> faulty_posterior(const Var<float>& h) {
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
}

inline char cause() { return 'c'; }

inline vae::Normal<float> mended_posterior(const Var<float>& h) {
  const vae::Normal<float> q = faulty_posterior(h);
  const Tensor<float> finite = less(q.log_var.value(), Tensor<float>(88));
  return {q.mean, where(finite, q.log_var, Var<float>(2.0F))};
}
