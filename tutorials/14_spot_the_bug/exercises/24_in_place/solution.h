// Exercise 14.24  A slope of 10 instead of 15
// Points: 3
// Chapter: 14
//
// A program that PyTorch would refuse (pytorch#18523 made it say why, edge-connect#188 met it); our
// tensors cannot even do it, so this one works with plain numbers. Seen: y = w2 w1 x and the loss
// (y - t)^2 / 2, at w1 = 2, w2 = 3, x = t = 1 with steps of 0.1: faulty_step reports dloss/dw1 =
// 10. The healthy value, which differences give as well, is 15.
//
//   a) w2 has already been changed when the slope of w1 asks for it.
//   b) The slope of w1 lacks a factor x.
//   c) The error is that of the step before.
//   d) h is computed with a w1 that is out of date.
//
// Give the letter, and mend the function: change w1 and w2 by -rate times their slopes at the old
// weights, and return both slopes.
//
// Hint: With rate = 0 the slopes are right.
// Hint: dloss/dw1 = (y - t) w2 x: which w2 was in y?
// Hint: First all slopes, then all steps.
#pragma once

#include "tutorials/support/exercise.h"

struct TwoLayers {
  double w1, w2;
};
struct Slopes {
  double w1, w2;
};

inline Slopes faulty_step(TwoLayers& net, double x, double t, double rate) {
  const double h = net.w1 * x, error = net.w2 * h - t;
  const double slope2 = error * h;
  net.w2 -= rate * slope2;  // at once, so that slope2 need not be kept
  const double slope1 = error * net.w2 * x;
  net.w1 -= rate * slope1;
  return {slope1, slope2};
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'a';
  // end solution
}

inline Slopes mended_step(TwoLayers& net, double x, double t, double rate) {
  // begin solution: the step without the fault
  const double h = net.w1 * x, error = net.w2 * h - t;
  const Slopes slopes{error * net.w2 * x, error * h};
  net.w1 -= rate * slopes.w1;
  net.w2 -= rate * slopes.w2;
  return slopes;
  // end solution
}
