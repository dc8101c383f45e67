// Explained: divided by the loss every slope looks right, also one that is 1 % too large
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
  const double h = 1e-4, at = w;
  const double expected = (loss(at + h) - loss(at - h)) / (2 * h);
  return std::abs(slope - expected) / loss(at);
}
