// Exercise 1.5  What a gradient of 784 inputs costs
// Points: 4
// Chapter: 1
//
// f takes the 784 pixels of an image to one number. We want its whole gradient. Count:
//
// (a) calls_forward(): the values of f that forward differences need, (f(x + h e_i) - f(x)) / h;
// (b) calls_central(): the values that central differences need;
// (c) passes_dual(): the passes through f that dual numbers with one slope each need;
// (d) passes_backwards(): the walks backwards.
//
// Hint: (a) f(x) is the same for every i.
// Hint: (c) One pass gives the slope for one direction.
#pragma once

#include "tutorials/support/exercise.h"

inline int calls_forward() {
  // begin solution: (a)
  return 785;
  // end solution
}
inline int calls_central() {
  // begin solution: (b)
  return 1568;
  // end solution
}
inline int passes_dual() {
  // begin solution: (c)
  return 784;
  // end solution
}
inline int passes_backwards() {
  // begin solution: (d)
  return 1;
  // end solution
}
