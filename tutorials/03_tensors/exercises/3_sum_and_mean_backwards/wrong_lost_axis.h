// Explained: g was not told which axis it lacks: for a square matrix your gradient is that of
// the other axis, and for other shapes it does not fit
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> sum_rule(const Tensor<double>& g, int axis, const Shape& shape) {
  (void)axis;
  return g.broadcast_to(shape);
}

inline Tensor<double> mean_rule(const Tensor<double>& g, int axis, const Shape& shape) {
  Shape kept = shape;
  kept[axis] = 1;
  return (g / Tensor<double>(static_cast<double>(shape[axis]))).reshape(kept).broadcast_to(shape);
}

inline Tensor<double> bias_rule(const Tensor<double>& g) { return sum(g, 0); }
