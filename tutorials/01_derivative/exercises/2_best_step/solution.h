// Exercise 1.2  The best step
// Points: 3
// Chapter: 1
//
// For a function whose values and derivatives are about 1, at x about 1, which step h gives the
// smallest error
//
// (a) forward_double(): of a forward difference in double,
// (b) central_double(): of a central difference in double,
// (c) central_float(): of a central difference in float?
//
// A double is rounded by a part of e = 1e-16, a float by e = 6e-8. Your steps are measured: each
// has to be within a factor of 10 of the right order, and its error close to the smallest there is.
//
// Hint: A forward difference is off by about h + e / h. Where are both parts equal?
// Hint: A central one is off by about h^2 + e / h.
#pragma once

#include "tutorials/support/exercise.h"

inline double forward_double() {
  // begin solution: (a)
  return 1e-8;
  // end solution
}
inline double central_double() {
  // begin solution: (b)
  return 1e-5;
  // end solution
}
inline double central_float() {
  // begin solution: (c)
  return 5e-3;
  // end solution
}
