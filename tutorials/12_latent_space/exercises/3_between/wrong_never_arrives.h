// Explained: the way ends before b: the last of n points has t = 1, so the steps are 1 / (n - 1)
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decode;          // codes -> images
};

inline Tensor<double> between(const Trained& model, const Tensor<double>& a,
                              const Tensor<double>& b, Size n, [[maybe_unused]] Rng& rng) {
  const Tensor<double> from = model.posterior(a).mean.value(), to = model.posterior(b).mean.value();
  const Tensor<double> steps = Tensor<double>::arange(n).reshape({n, 1});
  return model.decode(from + steps / Tensor<double>(static_cast<double>(n)) * (to - from));
}
