// Exercise 8.3  What a linear autoencoder finds
// Points: 4
// Chapter: 8
//
// x [n, D] holds n points. Return the direction w [D], of length 1, along which they vary most: the
// first principal axis, which is what the best linear autoencoder with one number for each point
// keeps. Its sign does not matter.
//
// The power method finds it: start anywhere (all ones will do), multiply by the covariance matrix,
// make the length 1 again, and repeat. Two hundred rounds are plenty here.
//
// Hint: Variation is around the mean: subtract mean(x, 0, Dims::keep) first.
// Hint: The covariance is C = X' X / n with the centred X, where X' is X transposed.
// C w = X' (X w) / n needs no matrix C, and the factor 1 / n changes only the length.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> first_axis(const Tensor<double>& x) {
  // begin solution: the power method on centred points
  const Tensor<double> centred = x - mean(x, 0, Dims::keep);
  Tensor<double> w = Tensor<double>::full({x.shape()[1], 1}, 1.0);
  for (int round = 0; round < 200; ++round) {
    w = matmul(centred.transpose(), matmul(centred, w));
    w = w * Tensor<double>(1 / std::sqrt(sum(w * w).item()));
  }
  return w.reshape({x.shape()[1]});
  // end solution
}
