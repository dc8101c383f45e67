// Exercise 15.1  A sum of exponentials, one at a time
// Points: 4
// Chapter: 15
//
// A million log-weights come one after the other, and there is no room to keep them. Wanted is
// log(exp(x_1) + ... + exp(x_n)). What is kept of the numbers so far is a Running: their sum is
// scaled * exp(largest), and largest is the largest of them.
//
// Take one more number x: return the Running of all numbers, x included. Numbers of any size must
// work, such as -2000 and 2000, and so must minus infinity, which is the logarithm of 0: it adds
// nothing, wherever it comes.
//
// Hint: Let top be the larger one of sum.largest and x. Write both, the sum so far and exp(x), as
// something times exp(top).
// Hint: What is sum.largest - top if both are minus infinity?
#pragma once

#include "tutorials/support/exercise.h"

struct Running {
  double largest = -std::numeric_limits<double>::infinity(), scaled = 0;
};

inline Running take(const Running& sum, double x) {
  // begin solution: both parts on the scale of the larger one
  if (x == -std::numeric_limits<double>::infinity()) return sum;
  const double top = std::max(sum.largest, x);
  return {top, sum.scaled * std::exp(sum.largest - top) + std::exp(x - top)};
  // end solution
}
