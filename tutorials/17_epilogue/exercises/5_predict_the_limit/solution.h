// Exercise 17.5  Predict: what a faster part is worth
// Points: 3
// Chapter: 17
//
// A profile says that 80 % of a training step are matrix products. With pen and paper, how many
// times as fast is the whole step
//
//   twice:    if the products become twice as fast?
//   infinite: if the products take no time at all?
//
// Another program runs 1.6 times as fast on two threads as on one. Suppose that one part of it runs
// twice as fast on two threads, and the rest gains nothing.
//
//   rest:     which share of the time on one thread is that rest, as a number between 0 and 1?
//
// Hint: Let the step take 1. What takes 0.8 of it takes 0.4 then; what else is there?
// Hint: On two threads the other program takes rest + (1 - rest) / 2 of its time on one.
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double twice, infinite, rest;
};

inline Prediction predict() {
  // begin solution: the new times, and their quotients
  return {.twice = 1 / 0.6, .infinite = 5, .rest = 0.25};
  // end solution
}
