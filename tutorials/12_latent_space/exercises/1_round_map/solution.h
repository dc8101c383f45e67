// Exercise 12.1  A round map
// Points: 4
// Chapter: 12
//
// Cover the plane of codes with rings instead of rows, such that every code again stands for the
// same share of the prior. z consists of two independent standard normal numbers, and |z| is its
// distance from 0.
//
// Ring i = 0, 1, ..., rings - 1 has a radius such that a share of (i + 1/2) / rings of the prior
// lies nearer to 0. On it stand codes in the directions j = 0, 1, ..., directions - 1, at the
// angles 2 pi j / directions, counted from the first axis towards the second. Code j of ring i is
// row i * directions + j of the result, [rings * directions, 2].
//
// Hint: The density of z is exp(-r^2 / 2) / (2 pi) at the distance r, and a thin ring there has the
// area 2 pi r dr. What is the density of r?
// Hint: The integral of r exp(-r^2 / 2) from 0 to R is P(|z| < R). Its inverse, unlike that of Phi,
// can be written down: for which R is it p?
// Hint: Check it: half of all codes lie nearer to 0 than 1.1774.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> round_map(Size rings, Size directions) {
  // begin solution: P(|z| < r) = 1 - exp(-r^2 / 2), solved for r
  std::vector<double> codes;
  for (Size i = 0; i < rings; ++i)
    for (Size j = 0; j < directions; ++j) {
      const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(rings);
      const double radius = std::sqrt(-2 * std::log(1 - share));
      const double turn = static_cast<double>(j) / static_cast<double>(directions);
      codes.push_back(radius * std::cos(2 * std::numbers::pi * turn));
      codes.push_back(radius * std::sin(2 * std::numbers::pi * turn));
    }
  return Tensor<double>::from({rings * directions, 2}, codes);
  // end solution
}
