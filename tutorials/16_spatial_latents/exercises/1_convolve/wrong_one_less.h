// Explained: one window is missing in each direction: a row of 7 pixels has 7 - 3 + 1 windows of 3
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> my_convolution(const Tensor<double>& image, const Tensor<double>& kernel,
                                     Size stride, Size padding) {
  const Size h = image.shape()[0], w = image.shape()[1], k = kernel.shape()[0];
  const Size rows = (h + 2 * padding - k) / stride, columns = (w + 2 * padding - k) / stride;
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
}
