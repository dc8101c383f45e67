// Explained: a larger step in float is better, but the error only falls to some thousandths:
// mistakes of that size still hide behind it
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
  const float h = 1e-2F;
  const double expected = (loss(w + h) - loss(w - h)) / (2 * h);
  return std::abs(slope - expected) / std::max(std::abs(slope), std::abs(expected));
}
