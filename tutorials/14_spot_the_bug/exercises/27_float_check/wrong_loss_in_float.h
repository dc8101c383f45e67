// Explained: the loss is still computed in float, where it does not change at all, whatever type
// its differences have
#pragma once

#include "tutorials/support/exercise.h"

template <class Loss>
double faulty_error(const Loss& loss, float w, double slope) {
  const float h = 1e-6F;
  const double expected = (loss(w + h) - loss(w - h)) / (2 * h);
  return std::abs(slope - expected) / std::max(std::abs(slope), std::abs(expected));
}

inline char cause() { return 'a'; }

template <class Loss>
double mended_error(const Loss& loss, float w, double slope) {
  const double h = 1e-6;
  const double right = loss(static_cast<float>(w + h)), left = loss(static_cast<float>(w - h));
  const double expected = (right - left) / (2 * h);
  return std::abs(slope - expected) / std::max(std::abs(slope), std::abs(expected));
}
