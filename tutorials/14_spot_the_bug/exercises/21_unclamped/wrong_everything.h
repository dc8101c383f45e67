// Explained: h has been clamped as a whole: means beyond 2 have been cut off, too
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<float> faulty_posterior(const Var<float>& h) {
  const Size latent = h.shape()[1] / 2;
  return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
}

inline char cause() { return 'c'; }

inline vae::Normal<float> mended_posterior(const Var<float>& h) {
  return faulty_posterior(clamp(h, -6.0F, 2.0F));
}
