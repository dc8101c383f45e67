// Explained: the pause comes too late: the model has recorded its rules already
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
  double total = 0;
  for (const Tensor<double>& x : batches) {
    const Var<double> y = model(x);
    const Recording<double> pause(nullptr);
    total += mean(square(y - Var<double>(x))).item();
  }
  return total / static_cast<double>(batches.size());
}
