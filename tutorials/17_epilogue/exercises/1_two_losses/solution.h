// Exercise 17.1  The two losses of the game
// Points: 4
// Chapter: 17
//
// A critic gives each point a logit l; it says "real" with probability D = sigmoid(l). Given the
// logits of real and of generated points, [B, 1] each, return
//
//     critic:     the mean of -log D(real), plus the mean of -log(1 - D(fake))
//     generator:  the mean of -log D(fake)
//
// Gradients must pass. Logits of +-2000 must give numbers, not infinities.
//
// Hint: -log sigmoid(l) = log(1 + exp(-l)), and 1 - sigmoid(l) = sigmoid(-l).
// Hint: softplus(x) is log(1 + exp(x)), with care.
#pragma once

#include "tutorials/support/exercise.h"

struct Losses {
  Var<double> critic, generator;
};

inline Losses losses(const Var<double>& real, const Var<double>& fake) {
  // begin solution: three means of softplus
  return {mean(softplus(-real)) + mean(softplus(fake)), mean(softplus(-fake))};
  // end solution
}
