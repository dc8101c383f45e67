// Exercise 13.5  Free bits
// Points: 4
// Chapter: 13
//
// kl [B, L] is the KL of each latent dimension of each image. Return what a training with free bits
// subtracts from the mean reconstruction, a scalar: for each dimension the mean over the batch, but
// at least `free_nats`; added up over the dimensions. A dimension below its allowance costs the
// same whatever it does, so that no gradient pushes it further down.
//
// Hint: maximum(a, b) is elementwise, and a scalar broadcasts: maximum(a, Var<double>(0.5)).
// Hint: First the mean over the images, then the maximum, then the sum. With numbers you see that
// the order matters.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> spared_kl(const Var<double>& kl, double free_nats) {
  // begin solution: mean over images, at least free_nats, sum over dimensions
  return sum(maximum(mean(kl, 0), Var<double>(free_nats)));
  // end solution
}
