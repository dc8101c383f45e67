// Exercise 5.3  Predict: how long is a step?
// Points: 4
// Chapter: 5
//
// Dense layers with the widths w0, w1, w2, ... turn w0 numbers into w1, these into w2, and so on.
// Nearly all of the time goes into products of matrices, so the time of a training step can be
// predicted by counting. Write, for one image,
//
//   forward(widths)                       the multiply-adds of all layers
//   training(widths, input_gradient)      those of a training step: y = x W', dW = g' x, and
//                                         dx = g W for every layer whose input needs a gradient.
//                                         The first layer's does only if input_gradient is true.
//
// and, for a batch,
//
//   milliseconds(multiply_adds, batch, gflops)    how long they take at so many GFLOP/s
//
// where multiply_adds are those of one image.
//
// Hint: A layer of in x out weights makes in * out multiply-adds, in each of the three products.
// Hint: The first layer's input is the image. Nobody asks for its gradient.
// Hint: A multiply-add is two operations. 1 GFLOP/s is 1e9 operations per second.
#pragma once

#include "tutorials/support/exercise.h"

using Widths = std::vector<double>;

inline double forward(const Widths& widths) {
  // begin solution: in times out, over all layers
  double sum = 0;
  for (std::size_t i = 1; i < widths.size(); ++i) sum += widths[i - 1] * widths[i];
  return sum;
  // end solution
}

inline double training(const Widths& widths, bool input_gradient) {
  // begin solution: three products for each layer, but perhaps two for the first
  return 3 * forward(widths) - (input_gradient ? 0 : widths[0] * widths[1]);
  // end solution
}

inline double milliseconds(double multiply_adds, double batch, double gflops) {
  // begin solution: operations divided by operations per second
  return 2 * multiply_adds * batch / (gflops * 1e9) * 1e3;
  // end solution
}
