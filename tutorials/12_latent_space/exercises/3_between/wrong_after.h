// Explained: you decode the ends and cross-fade what comes out: walk between the codes and decode
// every step
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decode;          // codes -> images
};

inline Tensor<double> between(const Trained& model, const Tensor<double>& a,
                              const Tensor<double>& b, Size n, [[maybe_unused]] Rng& rng) {
  const Tensor<double> from = model.posterior(a).mean.value(), to = model.posterior(b).mean.value();
  const Tensor<double> t = Tensor<double>::linspace(0, 1, n).reshape({n, 1});
  const Tensor<double> first = model.decode(from), last = model.decode(to);
  return first + t * (last - first);
}
