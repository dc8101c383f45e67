// Explained: y (1 - y) g is the derivative of each y by its own x only, that of a sigmoid; in a row
// of softmax each x moves every y
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_softmax(const Var<double>& x) {
  const Tensor<double> e = exp(x.value() - max(x.value(), -1, Dims::keep));
  const Var<double> y = output("my_softmax", e / sum(e, -1, Dims::keep), Where(), x);
  vjp(y, x, [y](const Var<double>& g) { return y * (1.0 - y) * g; });
  return y;
}
