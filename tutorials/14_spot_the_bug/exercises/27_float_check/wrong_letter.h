// Explained: not c): for a parabola the central difference is exact with steps of any size;
// smaller ones make it worse here
#pragma once

#include "tutorials/support/exercise.h"

template <class Loss>
double faulty_error(const Loss& loss, float w, double slope) {
  const float h = 1e-6F;
  const double expected = (loss(w + h) - loss(w - h)) / (2 * h);
  return std::abs(slope - expected) / std::max(std::abs(slope), std::abs(expected));
}

inline char cause() { return 'c'; }

template <class Loss>
double mended_error(const Loss& loss, float w, double slope) {
  const double h = 1e-4, at = w;
  const double expected = (loss(at + h) - loss(at - h)) / (2 * h);
  return std::abs(slope - expected) / std::max(std::abs(slope), std::abs(expected));
}
