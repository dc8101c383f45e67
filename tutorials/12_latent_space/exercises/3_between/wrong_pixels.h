// Explained: this is a cross-fade of the images themselves: no code was involved
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decode;          // codes -> images
};

inline Tensor<double> between(const Trained& model, const Tensor<double>& a,
                              const Tensor<double>& b, Size n, [[maybe_unused]] Rng& rng) {
  (void)model;
  const Tensor<double> t = Tensor<double>::linspace(0, 1, n).reshape({n, 1});
  return a + t * (b - a);
}
