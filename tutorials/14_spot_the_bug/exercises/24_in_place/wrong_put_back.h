// Explained: the slopes are right, but w2 has been put back and does not learn
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
  const double before = net.w2, h = net.w1 * x, error = net.w2 * h - t;
  const double slope2 = error * h;
  net.w2 -= rate * slope2;
  net.w2 = before;
  const double slope1 = error * net.w2 * x;
  net.w1 -= rate * slope1;
  return {slope1, slope2};
}
