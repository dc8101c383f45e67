// Explained: on the way back each layer makes two products, one for its weights and one for its
// input: together with the way forwards that is three, not two
#pragma once

#include "tutorials/support/exercise.h"

using Widths = std::vector<double>;

inline double forward(const Widths& widths) {
  double sum = 0;
  for (std::size_t i = 1; i < widths.size(); ++i) sum += widths[i - 1] * widths[i];
  return sum;
}

inline double training(const Widths& widths, bool input_gradient) {
  return 2 * forward(widths) - (input_gradient ? 0 : widths[0] * widths[1]);
}

inline double milliseconds(double multiply_adds, double batch, double gflops) {
  return 2 * multiply_adds * batch / (gflops * 1e6);
}
