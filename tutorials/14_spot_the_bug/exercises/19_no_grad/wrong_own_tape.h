// Explained: a tape of its own keeps the other one clean, but records everything itself, and
// memory grows until its scope ends
#pragma once

#include "tutorials/support/exercise.h"

using Function = std::function<Var<double>(const Var<double>&)>;

inline double faulty_error(const Function& model, const std::vector<Tensor<double>>& batches) {
  double total = 0;
  for (const Tensor<double>& x : batches) total += mean(square(model(x) - Var<double>(x))).item();
  return total / static_cast<double>(batches.size());
}

inline char cause() { return 'd'; }

inline double mended_error(const Function& model, const std::vector<Tensor<double>>& batches) {
  const Tape<double> own;
  return faulty_error(model, batches);
}
