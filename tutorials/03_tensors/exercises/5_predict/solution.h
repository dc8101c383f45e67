// Exercise 3.5  Predict: shapes and what comes of them
// Points: 4
// Chapter: 3
//
// Work out each number with pen and paper, then write it down.
//
// (a) stride(): 128 images of 28 x 28 pixels are a contiguous tensor of shape [128, 28, 28]. How
//     many numbers further on is the same pixel of the next image?
// (b) elements(): a has the shape [64] and b the shape [64, 1]. How many elements has a - b?
// (c) loss(): guess is 0, 1, ..., 9 with the shape [10, 1], target is 0, 1, ..., 9 with the shape
//     [10]. What is the mean of (guess - target)^2?
// (d) bias_gradient(): y = x W' + b, with a batch of 32 rows in x (W' is W transposed), and L is
//     the sum of all elements of y. What is dL/db for one element of b?
//
// Hint: (b) Aligned at the last axis, the shapes are [1, 64] and [64, 1].
// Hint: (c) There are 100 differences i - j. The mean of their squares is twice the variance of the
//   numbers 0, ..., 9.
// Hint: (d) How many elements of y does an element of b take part in?
#pragma once

#include "tutorials/support/exercise.h"

inline double stride() {
  // begin solution: (a)
  return 28 * 28;
  // end solution
}
inline double elements() {
  // begin solution: (b)
  return 64 * 64;
  // end solution
}
inline double loss() {
  // begin solution: (c)
  return 16.5;
  // end solution
}
inline double bias_gradient() {
  // begin solution: (d)
  return 32;
  // end solution
}
