// Explained: the second term is missing: raising one x lowers every other y of its row
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_softmax(const Var<double>& x) {
  const Tensor<double> e = exp(x.value() - max(x.value(), -1, Dims::keep));
  const Var<double> y = output("my_softmax", e / sum(e, -1, Dims::keep), Where(), x);
  vjp(y, x, [y](const Var<double>& g) { return y * g; });
  return y;
}
