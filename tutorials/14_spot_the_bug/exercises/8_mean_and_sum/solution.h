// Exercise 14.8  The KL that weighs 50,176
// Points: 4
// Chapter: 14
//
// Article 002 averages the reconstruction over a batch of 64 and its 784 pixels, the default of
// F.binary_cross_entropy, and sums the KL over everything. Seen: if one nat of KL is saved, the
// loss falls by as much as if 50,176 nats of reconstruction were saved. Healthy: by as much as 1
// nat. A VAE with this loss collapses: KL below 0.001, and every image is the mean image.
//
//   a) The learning rate is too high for the KL.
//   b) The KL is computed with the variance in place of its logarithm.
//   c) One part is a mean and the other a sum: the weight of the KL is the number of summands of
//      the mean.
//   d) The batch is too large: with 1 image the weight would be 1.
//
// Give the letter. Work out the weights of the KL in three other programs, by hand. Mend the loss:
// from nats of every pixel, pixels [B, D], and of every dimension of the code, kl [B, L], the loss
// in nats per image, a scalar.
//
// Hint: Both parts of the bound are sums over an image. Then comes one mean over images.
// Hint: Mean over B D pixels: each nat counts 1 / (B D). Mean over B L: 1 / (B L).
#pragma once

#include "tutorials/support/exercise.h"

struct Weights {
  double article_000, article_001, fast_ai;
};

inline Var<double> faulty_loss(const Var<double>& pixels, const Var<double>& kl) {
  return mean(pixels) + sum(kl);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'c';
  // end solution
}

/// Images of 784 pixels. 000: the mean over batch and pixels, and the KL summed over each image;
/// the losses of the images are added up. 001: two means, a code of 2. fast.ai: two means, of 200.
inline Weights weights() {
  // begin solution: the weight of the KL in each
  return {.article_000 = 784, .article_001 = 392, .fast_ai = 3.92};
  // end solution
}

inline Var<double> mended_loss(const Var<double>& pixels, const Var<double>& kl) {
  // begin solution: nats per image
  return mean(sum(pixels, 1)) + mean(sum(kl, 1));
  // end solution
}
