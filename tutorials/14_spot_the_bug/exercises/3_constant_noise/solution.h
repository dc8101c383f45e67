// Exercise 14.3  Noise that is 0.0000001
// Points: 3
// Chapter: 14
//
// Article 000 multiplies by Keras' epsilon() where the formula has an epsilon. That is a constant,
// 1e-7, kept to avoid divisions by zero. keras#4211 draws noise, but with the deviation 0.01
// ("objective about 60, should be 90 to 100"). Seen: 10,000 draws for mean 3 and log_var = log 4
// have the deviation 0.0000 and all are 3.0000002. The healthy deviation is 2.0.
//
//   a) The generator starts anew in every call, so that every call gives the same numbers.
//   b) log_var is log sigma, and sigma is exp(log_var).
//   c) The noise is drawn for one row and shared by the batch.
//   d) What stands for the noise is one small constant and not random at all.
//
// Give the letter, and mend the function: mean and log_var [B, D], rng -> z [B, D].
//
// Hint: Which argument of the function is not used?
// Hint: normal<double>(shape, rng) draws N(0, 1) numbers.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_sample(const Var<double>& mean, const Var<double>& log_var, Rng&) {
  const double epsilon = 1e-7;
  return mean + exp(0.5 * log_var) * epsilon;
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'd';
  // end solution
}

inline Var<double> mended_sample(const Var<double>& mean, const Var<double>& log_var, Rng& rng) {
  // begin solution: a sample with real noise
  const Var<double> epsilon = normal<double>(mean.shape(), rng);
  return mean + exp(0.5 * log_var) * epsilon;
  // end solution
}
