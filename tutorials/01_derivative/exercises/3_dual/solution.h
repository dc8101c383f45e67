// Exercise 1.3  Dual numbers
// Points: 4
// Chapter: 1
//
// A dual number is a value and its slope, the derivative by some x. The sum is given:
// (a + b)' = a' + b'. Write the product, the quotient and exp, so that the slope of every formula
// made of them is right to the last digits.
//
// Hint: (a b)' = a' b + a b', and (a / b)' = (a' b - a b') / b^2.
// Hint: The chain rule: exp(x)' = exp(x) x'. The x here may be a whole formula.
#pragma once

#include "tutorials/support/exercise.h"

struct Dual {
  double value, slope;
};

inline Dual operator+(Dual a, Dual b) { return {a.value + b.value, a.slope + b.slope}; }

inline Dual operator*(Dual a, Dual b) {
  // begin solution: the product
  return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  // end solution
}
inline Dual operator/(Dual a, Dual b) {
  // begin solution: the quotient
  return {a.value / b.value, (a.slope * b.value - a.value * b.slope) / (b.value * b.value)};
  // end solution
}
inline Dual dual_exp(Dual x) {
  // begin solution: exp
  return {std::exp(x.value), std::exp(x.value) * x.slope};
  // end solution
}
