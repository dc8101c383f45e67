// Exercise 16.1  A convolution
// Points: 5
// Chapter: 16
//
// image is [H, W], kernel [k, k]. Lay the kernel on the image, multiply number by number and add
// up; then move it by `stride` pixels, row by row. Around the image lie `padding` rows and columns
// of zeros. Return all sums, [OH, OW], with OH = (H + 2 padding - k) / stride + 1, rounded down,
// and OW likewise. The kernel is not turned around. Loops are enough.
//
// Hint: Window (i, j) begins at pixel (i stride - padding, j stride - padding) of the image.
// Hint: A pixel outside of the image counts 0: leave the product out.
// Hint: Collect the sums in a std::vector<double>, row by row, and use Tensor<double>::from.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> my_convolution(const Tensor<double>& image, const Tensor<double>& kernel,
                                     Size stride, Size padding) {
  // begin solution: a sum for every window
  const Size h = image.shape()[0], w = image.shape()[1], k = kernel.shape()[0];
  const Size rows = (h + 2 * padding - k) / stride + 1,
             columns = (w + 2 * padding - k) / stride + 1;
  std::vector<double> sums;
  for (Size i = 0; i < rows; ++i)
    for (Size j = 0; j < columns; ++j) {
      double total = 0;
      for (Size di = 0; di < k; ++di)
        for (Size dj = 0; dj < k; ++dj) {
          const Size y = i * stride - padding + di, x = j * stride - padding + dj;
          if (y >= 0 && y < h && x >= 0 && x < w) total += kernel.at({di, dj}) * image.at({y, x});
        }
      sums.push_back(total);
    }
  return Tensor<double>::from({rows, columns}, sums);
  // end solution
}
