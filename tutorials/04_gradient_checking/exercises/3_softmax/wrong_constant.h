// Explained: the gradient is right but cannot be differentiated: y.value() in a rule is a constant
// to the tape
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_softmax(const Var<double>& x) {
  const Tensor<double> e = exp(x.value() - max(x.value(), -1, Dims::keep));
  const Var<double> y = output("my_softmax", e / sum(e, -1, Dims::keep), Where(), x);
  const Tensor<double> v = y.value();
  vjp(y, x, [v](const Var<double>& g) { return v * (g - sum(g * v, -1, Dims::keep)); });
  return y;
}
