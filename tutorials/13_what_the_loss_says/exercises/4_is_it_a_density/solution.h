// Exercise 13.4  Break it: is it a density?
// Points: 6
// Chapter: 13
//
// A bound in nats means something only if log p(x|z) is the logarithm of a density: its exponential
// integrates to 1 over all x, whatever the parameter. Write the test. A Claim holds
// log_density(x, parameter) for one pixel, and the interval that x lies in (or all but a part of no
// importance). Return true if it is a density for all parameters from -4 to 4, and false if it is
// not. You will be given two that are densities, and among others
//
//   - the Bernoulli formula for grey values,
//   - a squared error,
//   - formulas whose constant is right for one parameter only.
//
// They are smooth; no peak is narrower than 0.05.
//
// Hint: Twenty thousand trapezoids, or even a plain sum of heights times a width, are enough.
// Hint: A density may be larger than 1. Only its integral may not.
#pragma once

#include "tutorials/support/exercise.h"

struct Claim {
  std::function<double(double x, double parameter)> log_density;
  double low, high;  // of x
};

inline bool is_density(const Claim& claim) {
  // begin solution: integrate, for several parameters
  constexpr int parts = 20'000;
  const double width = (claim.high - claim.low) / parts;
  for (const double parameter : {-4.0, -1.5, 0.0, 1.0, 4.0}) {
    double area = 0;
    for (int i = 0; i < parts; ++i)
      area += width * std::exp(claim.log_density(claim.low + (i + 0.5) * width, parameter));
    if (std::abs(area - 1) > 1e-3) return false;
  }
  return true;
  // end solution
}
