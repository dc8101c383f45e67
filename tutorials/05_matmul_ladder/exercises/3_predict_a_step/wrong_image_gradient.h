// Explained: the gradient of the image itself is never computed: the first layer of the encoder
// has two products, not three
#pragma once

#include "tutorials/support/exercise.h"

using Widths = std::vector<double>;

inline double forward(const Widths& widths) {
  double sum = 0;
  for (std::size_t i = 1; i < widths.size(); ++i) sum += widths[i - 1] * widths[i];
  return sum;
}

inline double training(const Widths& widths, bool input_gradient) {
  (void)input_gradient;
  return 3 * forward(widths);
}

inline double milliseconds(double multiply_adds, double batch, double gflops) {
  return 2 * multiply_adds * batch / (gflops * 1e6);
}
