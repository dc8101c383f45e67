// Explained: not a): the total is a double and .item() is there; the rules are left all the same
#pragma once

#include "tutorials/support/exercise.h"

using Function = std::function<Var<double>(const Var<double>&)>;

inline double faulty_error(const Function& model, const std::vector<Tensor<double>>& batches) {
  double total = 0;
  for (const Tensor<double>& x : batches) total += mean(square(model(x) - Var<double>(x))).item();
  return total / static_cast<double>(batches.size());
}

inline char cause() { return 'a'; }

inline double mended_error(const Function& model, const std::vector<Tensor<double>>& batches) {
  const Recording<double> pause(nullptr);
  return faulty_error(model, batches);
}
