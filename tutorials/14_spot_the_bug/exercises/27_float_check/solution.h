// Exercise 14.27  A check that rejects the truth
// Points: 3
// Chapter: 14
//
// pytorch#5351 checks a Linear layer with steps of 1e-6 and finds -0.3576 where the tape says
// -0.3512; Paddle#4283 has a whole table of such errors. Seen: a loss of about 543 nats,
// 543.43 + 0.3 w^2, has the slope 0.3 at w = 0.5, and faulty_error calls that wrong by 1.00, the
// largest relative error there is. The healthy value is below 1e-6.
//
//   a) A float of 543 has steps of 6e-5, and the difference of the two losses drowns in them.
//   b) The slope is wrong: the tape forgot the factor 0.6.
//   c) The step is too large for a curve like this.
//   d) The error must be divided by the loss, not by the slope.
//
// Give the letter, and mend the function: the relative error of `slope` at w, as below. For the
// true slope it has to be below 1e-6, for a slope that is 1 % wrong about 0.01. The loss is a
// template: it computes with the type that it is given.
//
// Hint: Print both losses with 10 digits.
// Hint: A double of 543 has steps of 1e-13, and w + 1e-4 changes this loss by 3e-5.
#pragma once

#include "tutorials/support/exercise.h"

template <class Loss>
double faulty_error(const Loss& loss, float w, double slope) {
  const float h = 1e-6F;
  const double expected = (loss(w + h) - loss(w - h)) / (2 * h);
  return std::abs(slope - expected) / std::max(std::abs(slope), std::abs(expected));
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'a';
  // end solution
}

template <class Loss>
double mended_error(const Loss& loss, float w, double slope) {
  // begin solution: the check without the fault
  const double h = 1e-4, at = w;
  const double expected = (loss(at + h) - loss(at - h)) / (2 * h);
  return std::abs(slope - expected) / std::max(std::abs(slope), std::abs(expected));
  // end solution
}
