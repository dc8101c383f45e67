// Exercise 13.1  The noise behind a weight
// Points: 3
// Chapter: 13
//
// A loss counts the squared error of an image with `pixels` pixels `weight` times. Behind it stands
// a normal distribution: for which standard deviation and which constant is, for all x and y,
//
//     -log N(x; y, stddev^2 I) = weight |x - y|^2 + constant ?
//
// Hint: For one pixel, -log N(x; y, s^2) = (x - y)^2 / (2 s^2) + 1/2 log(2 pi s^2).
// Hint: The pixels are independent, so their logarithms add up, the constants as well.
// Hint: Check yourself with weight 1: the variance is 1/2 there.
#pragma once

#include "tutorials/support/exercise.h"

struct Noise {
  double stddev, constant;
};

inline Noise noise_behind(double weight, Size pixels) {
  // begin solution: the standard deviation, and the constant of all pixels
  const double variance = 1 / (2 * weight);
  return {
      .stddev = std::sqrt(variance),
      .constant = 0.5 * static_cast<double>(pixels) * std::log(2 * std::numbers::pi * variance)};
  // end solution
}
