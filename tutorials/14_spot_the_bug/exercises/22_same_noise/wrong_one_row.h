// Explained: half of it: the next batch differs now, but within a batch all images share one row
#pragma once

#include "tutorials/support/exercise.h"

/// Appends the noise of one image.
inline void faulty_row(std::vector<double>& eps, Size latent, Rng rng) {
  for (Size i = 0; i < latent; ++i) eps.push_back(rng.normal());
}

inline Tensor<double> faulty_noise(Size images, Size latent, Rng& rng) {
  std::vector<double> eps;
  for (Size i = 0; i < images; ++i) faulty_row(eps, latent, rng);
  return Tensor<double>::from({images, latent}, eps);
}

inline char cause() { return 'a'; }

inline Tensor<double> mended_noise(Size images, Size latent, Rng& rng) {
  return normal<double>({1, latent}, rng).broadcast_to({images, latent});
}
