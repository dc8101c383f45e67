// Explained: a new forward pass in between takes the slope of w1 at another point: these are two
// steps, not one
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

inline char cause() { return 'a'; }

inline Slopes mended_step(TwoLayers& net, double x, double t, double rate) {
  const double slope2 = (net.w2 * net.w1 * x - t) * net.w1 * x;
  net.w2 -= rate * slope2;
  const double slope1 = (net.w2 * net.w1 * x - t) * net.w2 * x;
  net.w1 -= rate * slope1;
  return {slope1, slope2};
}
