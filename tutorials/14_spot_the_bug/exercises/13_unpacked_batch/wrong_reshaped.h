// Explained: every size runs, which hides the fault: read as [2, B, L], the first B L numbers are
// means, and those are other images' numbers
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<double> faulty_posterior(const Var<double>& h) {
  if (h.shape()[0] != 2) throw std::length_error("wrong number of values for two names");
  return {slice(h, 0, 0, 1), slice(h, 0, 1, 2)};
}

inline char cause() { return 'd'; }

inline vae::Normal<double> mended_posterior(const Var<double>& h) {
  const Size batch = h.shape()[0], latent = h.shape()[1] / 2;
  const Var<double> both = reshape(h, {2, batch, latent});
  return {reshape(slice(both, 0, 0, 1), {batch, latent}),
          reshape(slice(both, 0, 1, 2), {batch, latent})};
}
