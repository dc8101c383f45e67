// Exercise 13.6  Predict: what the water covers
// Points: 4
// Chapter: 13
//
// Data vary along four perpendicular axes with the variances 9, 4, 1 and 0.25. A linear VAE with a
// normal likelihood of variance sigma^2 = 0.5 and four latent dimensions is trained with beta = 4,
// until it is as good as it can be. Work out with pen and paper
//
//   active         how many latent dimensions have a KL above 0
//   kl             the KL in nats, all dimensions together
//   squared_error  the mean squared error of a point, all axes together
//   collapse       the smallest beta for which every KL is 0
//
// Hint: Both knobs make one water level. Which product?
// Hint: An axis of variance v above the level costs 1/2 log(v / level) nats and keeps an error as
// large as the level. An axis below is not drawn at all, and its whole variance is the error.
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  int active;
  double kl, squared_error, collapse;
};

inline Prediction predict() {
  // begin solution: the level is 4 * 0.5 = 2, so 9 and 4 stand above it
  return {
      .active = 2, .kl = 0.5 * std::log(9.0 / 2 * 4 / 2), .squared_error = 5.25, .collapse = 18};
  // end solution
}
