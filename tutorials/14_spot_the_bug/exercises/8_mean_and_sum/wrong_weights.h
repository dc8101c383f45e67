// Explained: article 001 averages over pixels and over dimensions: both counts matter, the weight
// is their quotient
#pragma once

#include "tutorials/support/exercise.h"

struct Weights {
  double article_000, article_001, fast_ai;
};

inline Var<double> faulty_loss(const Var<double>& pixels, const Var<double>& kl) {
  return mean(pixels) + sum(kl);
}

inline char cause() { return 'c'; }

/// Images of 784 pixels. 000: the mean over batch and pixels, and the KL summed over each image;
/// the losses of the images are added up. 001: two means, a code of 2. fast.ai: two means, of 200.
inline Weights weights() { return {.article_000 = 784, .article_001 = 784, .fast_ai = 784}; }

inline Var<double> mended_loss(const Var<double>& pixels, const Var<double>& kl) {
  return mean(sum(pixels, 1)) + mean(sum(kl, 1));
}
