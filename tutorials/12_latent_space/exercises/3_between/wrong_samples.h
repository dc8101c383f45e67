// Explained: these are samples of q(z|x): the same two images give another way each time; an image
// is described by the mean
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decode;          // codes -> images
};

inline Tensor<double> between(const Trained& model, const Tensor<double>& a,
                              const Tensor<double>& b, Size n, [[maybe_unused]] Rng& rng) {
  const Tensor<double> from = model.posterior(a).sample(rng).value();
  const Tensor<double> to = model.posterior(b).sample(rng).value();
  const Tensor<double> t = Tensor<double>::linspace(0, 1, n).reshape({n, 1});
  return model.decode(from + t * (to - from));
}
