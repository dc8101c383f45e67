// Explained: a number can be below log p(x) without being this bound: what it must be, for any
// q, is log p(x) - KL(q || p(z|x))
#pragma once

#include "tutorials/support/exercise.h"

using Bound = std::function<Tensor<double>(const Tensor<double>&, const Tensor<double>&)>;

inline bool is_elbo(const Bound& bound) {
  const Tensor<double> joint = Tensor<double>::from({1, 3}, {-1.0, -2.0, -0.5});
  const Tensor<double> evidence = log(sum(exp(joint), 1));
  const Tensor<double> q = Tensor<double>::from({1, 3}, {0.5, 0.2, 0.3});
  return bound(joint, q).item() <= evidence.item() + 1e-9;
}
