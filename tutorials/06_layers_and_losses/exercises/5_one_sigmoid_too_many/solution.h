// Exercise 6.5  Spot the bug: one sigmoid too many
// Points: 4
// Chapter: 6
//
// An article ends its decoder in a sigmoid and calls a loss with from_logits=True. So what the loss
// takes for a logit l is a probability already, 0 < l < 1, and the loss of a pixel of grey value x
// is
//
//     softplus(l) - x l = log(1 + exp(l)) - x l
//
// Return what no network can get below at this pixel, for any x from 0 to 1: the lowest value of
// the loss over all l between 0 and 1.
//
// Hint: The slope of the loss is sigmoid(l) - x. Where is it 0? Is that l between 0 and 1?
// Hint: There are three cases: x below sigmoid(0) = 0.5, x above sigmoid(1), and in between.
// Hint: In between, sigmoid(l) = x, so the loss is -x log x - (1 - x) log(1 - x).
#pragma once

#include "tutorials/support/exercise.h"

inline double lowest_loss(double x) {
  // begin solution: the lowest point, or the nearest end
  const auto loss = [x](double l) { return std::log1p(std::exp(l)) - x * l; };
  if (x <= 0.5) return loss(0);
  if (x >= 1 / (1 + std::exp(-1.0))) return loss(1);
  return loss(std::log(x / (1 - x)));
  // end solution
}
