// Exercise 7.3  Burda's eight stages
// Points: 4
// Chapter: 7
//
// The best-known results for the VAE on MNIST were trained with this schedule: stage i = 0, 1, ...,
// 7 lasts 3^i epochs, and its rate is
//
//     10^(-i / 7) * 0.001, rounded to a multiple of 0.00001
//
// so 0.001, 0.00072, 0.00052, ... Return the rate for the epoch that follows `done` finished ones:
// done = 0 is the first epoch. The eight stages are 3,280 epochs together; after that, the last
// rate stays.
//
// Hint: Stage 0 is epoch 0, stage 1 is epochs 1 to 3, stage 2 is epochs 4 to 12. Where does a stage
// end, if the one before it ended at `end`?
// Hint: std::round(1e5 * rate) / 1e5.
#pragma once

#include "tutorials/support/exercise.h"

inline double stage_rate(std::int64_t done) {
  // begin solution: find the stage, then its rate
  int stage = 0;
  for (std::int64_t length = 1, end = 1; stage < 7 && done >= end; ++stage) {
    length *= 3;
    end += length;
  }
  return std::round(100 * std::pow(10, -stage / 7.0)) / 1e5;
  // end solution
}
