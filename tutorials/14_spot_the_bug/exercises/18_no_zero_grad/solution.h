// Exercise 14.18  Round and round the minimum
// Points: 3
// Chapter: 14
//
// The loop of pytorch#47175 and DN-DETR#19, with a weight as PyTorch and micrograd have it, which
// keeps its slope beside its value. (Our tape hands out new Gradients each time.) Seen for f(w) =
// (w - 3)^2 / 2 from w = 0 with steps of 0.1: the first step leads to 0.3, as it should, but after
// 10 steps w is 5.98 and after 20 steps 0.04. The healthy values are 1.95 and 2.64.
//
//   a) The gradient of a step still contains those of all steps before it.
//   b) The learning rate is too large.
//   c) The gradient has the wrong sign every other step.
//   d) The optimiser was given a momentum.
//
// Give the letter, and mend the function, which returns w after each step.
//
// Hint: Print w.gradient before and after each call of backward.
// Hint: The second gradient is 3 + 2.7, where 2.7 would be right.
#pragma once

#include "tutorials/support/exercise.h"

/// A trained number, and the slope that backward has added up in it.
struct Weight {
  double value = 0, gradient = 0;
};
/// Adds df/dw to w.gradient.
using Backward = std::function<void(Weight&)>;

inline std::vector<double> faulty_path(const Backward& backward, int steps) {
  Weight w;
  std::vector<double> path;
  for (int i = 0; i < steps; ++i) {
    backward(w);
    w.value -= 0.1 * w.gradient;
    path.push_back(w.value);
  }
  return path;
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'a';
  // end solution
}

inline std::vector<double> mended_path(const Backward& backward, int steps) {
  // begin solution: the loop without the fault
  Weight w;
  std::vector<double> path;
  for (int i = 0; i < steps; ++i) {
    w.gradient = 0;
    backward(w);
    w.value -= 0.1 * w.gradient;
    path.push_back(w.value);
  }
  return path;
  // end solution
}
