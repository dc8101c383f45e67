// Exercise 1.1  A slope from two values
// Points: 3
// Chapter: 1
//
// f takes a number to a number. Return its derivative at x as a central difference,
//
//     (f(x + h) - f(x - h)) / (2 h).
//
// Choose h yourself, so that the error is below 1e-9 for f = sin.
//
// Hint: The error is about h^2 / 6 times the third derivative, plus 1e-16 / h. Which h makes both
// parts small? Hint: Try h = 1e-5.
#pragma once

#include "tutorials/support/exercise.h"

inline double slope_of(const std::function<double(double)>& f, double x) {
  // begin solution: a central difference
  const double h = 1e-5;
  return (f(x + h) - f(x - h)) / (2 * h);
  // end solution
}
