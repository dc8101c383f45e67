// Exercise 14.22  A batch that moves as one
// Points: 3
// Chapter: 14
//
// The random numbers of dmlc/mshadow#300 and thrust#390, in a VAE. Seen: eps of 1,000 images has
// the variance 0.000 over the images of a batch, for every latent dimension, and the next batch
// gets the same eps. The healthy value is 1 +- 0.045.
//
//   a) Each image draws from a copy of the generator, and the original never moves on.
//   b) The seed is unlucky: another one would do.
//   c) rng.normal() is broken and gives the same number every time.
//   d) sigma is so small that the noise does not show.
//
// Give the letter, and mend the function: independent N(0, 1) numbers, [images, latent], all of
// them taken from rng, so that the same seed gives the same numbers and the next call new ones.
//
// Hint: How is rng handed to faulty_row: as the generator itself, or as its value?
// Hint: normal<double>(shape, rng) does it in one call.
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

inline char cause() {
  // begin solution: the letter of the cause
  return 'a';
  // end solution
}

inline Tensor<double> mended_noise(Size images, Size latent, Rng& rng) {
  // begin solution: independent numbers from the generator itself
  return normal<double>({images, latent}, rng);
  // end solution
}
