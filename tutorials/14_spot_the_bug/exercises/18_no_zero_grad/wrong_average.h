// Explained: the average of all gradients so far is calmer than their sum, but most of it is still
// from places where w is no longer
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

inline char cause() { return 'a'; }

inline std::vector<double> mended_path(const Backward& backward, int steps) {
  Weight w;
  std::vector<double> path;
  for (int i = 0; i < steps; ++i) {
    backward(w);
    w.value -= 0.1 * w.gradient / (i + 1);
    path.push_back(w.value);
  }
  return path;
}
