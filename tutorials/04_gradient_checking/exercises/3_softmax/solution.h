// Exercise 4.3  The rule of softmax, to the second order
// Points: 3
// Chapter: 4
//
// softmax takes each row x of a matrix to y_i = exp(x_i) / sum_j exp(x_j). The value is given.
// Write its rule: from g, which is dL/dy, make dL/dx. Let [i = j] be 1 if i = j, and else 0. From
// dy_i/dx_j = y_i ([i = j] - y_j) follows
//
//     dL/dx_j = y_j (g_j - sum_i g_i y_i),      the sum over the row.
//
// The gradient must itself have a gradient: gradcheck with order 2 has to pass. Return y.
//
// Hint: vjp(y, x, [y](const Var<double>& g) { return ...; }); and sum(..., -1, Dims::keep) keeps
//   the axis that it sums over, so that the result broadcasts against g.
// Hint: If order 1 passes and order 2 does not, something in your rule is a Tensor, which the tape
//   does not see, where a Var belongs.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_softmax(const Var<double>& x) {
  const Tensor<double> e = exp(x.value() - max(x.value(), -1, Dims::keep));
  const Var<double> y = output("my_softmax", e / sum(e, -1, Dims::keep), Where(), x);
  // begin solution: the rule of softmax
  vjp(y, x, [y](const Var<double>& g) { return y * (g - sum(g * y, -1, Dims::keep)); });
  return y;
  // end solution
}
