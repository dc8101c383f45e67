// Exercise 4.5  Four numbers to predict
// Points: 4
// Chapter: 4
//
// Work out each number with pen and paper, then write it down.
//
// (a) float_slope(): f(x) = x. In float, what is (f(x + h) - f(x - h)) / (2 h) at x = 1 with
//     h = 1e-8? The neighbours of 1 in float are 1 - 6e-8 and 1 + 1.2e-7.
// (b) relu_slope(): f(x) = max(x, 0). In exact arithmetic, what is the central difference of f at
//     x = 0, for any h?
// (c) halving(): as long as h is large enough, the error of a central difference comes from
//     h^2 f'''(x) / 6 alone. You halve h. By what factor does the error become smaller?
// (d) calls(): the five-point formula asks for f at x - 2h, x - h, x + h and x + 2h. How many calls
//     of f does it take to check every entry of two inputs of shapes [3, 4] and [4]?
//
// Hint: (a) To which float is 1 + 1e-8 rounded?
// Hint: (b) Write down f(h) and f(-h), and subtract.
// Hint: (c) Put h / 2 in the place of h.
// Hint: (d) How many entries are there in all? Each is moved on its own.
#pragma once

#include "tutorials/support/exercise.h"

inline double float_slope() {
  // begin solution: (a)
  return 0;  // 1 + 1e-8 and 1 - 1e-8 are both rounded to 1
  // end solution
}
inline double relu_slope() {
  // begin solution: (b)
  return 0.5;  // (h - 0) / (2 h)
  // end solution
}
inline double halving() {
  // begin solution: (c)
  return 4;
  // end solution
}
inline double calls() {
  // begin solution: (d)
  return 4 * (3 * 4 + 4);
  // end solution
}
