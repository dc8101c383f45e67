// Exercise 6.1  Weights for any activation
// Points: 4
// Chapter: 6
//
// The inputs of a layer are f(z), where f is the activation before it and z ~ N(0, 1). Draw the
// weights [out, in] of the layer from a normal distribution with mean 0, such that each output, a
// sum of `in` products, has mean square 1 again. All randomness comes from one call of
// normal<double>(shape, rng).
//
// For f = relu this is He's rule; for f(z) = z the variance is 1 / in. f is any function.
//
// Hint: A sum of n independent products of mean 0 has n times the mean square of one of them, and
// the mean square of w f(z) is that of w times that of f(z).
// Hint: The mean square of f(z) is the integral of f(z)^2 exp(-z^2 / 2) / sqrt(2 pi) over z. A sum
// over z = -8, -7.99, ..., 8 times 0.01 is close enough.
#pragma once

#include "tutorials/support/exercise.h"

using Activation = std::function<double(double)>;

inline Tensor<double> draw_weights(Size in, Size out, const Activation& f, Rng& rng) {
  // begin solution: normal numbers, scaled by what f leaves of a signal
  double square = 0;
  for (int i = -800; i <= 800; ++i) {
    const double z = 0.01 * i, y = f(z);
    square += 0.01 * y * y * std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
  }
  return std::sqrt(1 / (square * static_cast<double>(in))) * normal<double>({out, in}, rng);
  // end solution
}
