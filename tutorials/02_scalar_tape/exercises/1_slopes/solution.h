// Exercise 2.1  Four slopes
// Points: 4
// Chapter: 2
//
// A step of the tape stores how fast its value changes with each input. Write these slopes, as a
// function of the inputs:
//
//     exp_slope(x)      d exp(x) / dx
//     log_slope(x)      d log(x) / dx
//     tanh_slope(x)     d tanh(x) / dx, where tanh x = (e^x - e^-x) / (e^x + e^-x)
//     div_slopes(a, b)  d(a / b) / da and d(a / b) / db
//
// Hint: tanh is a quotient: use the quotient rule, and look for tanh itself in what comes out.
// Hint: The derivative of tanh is 1 - tanh(x)^2.
// Hint: a / b is a times 1/b. The derivative of 1/b is -1/b^2.
#pragma once

#include "tutorials/support/exercise.h"

inline double exp_slope(double x) {
  // begin solution: exp
  return std::exp(x);
  // end solution
}
inline double log_slope(double x) {
  // begin solution: log
  return 1 / x;
  // end solution
}
inline double tanh_slope(double x) {
  // begin solution: tanh
  return 1 - std::tanh(x) * std::tanh(x);
  // end solution
}
inline std::pair<double, double> div_slopes(double a, double b) {
  // begin solution: a / b
  return {1 / b, -a / (b * b)};
  // end solution
}
