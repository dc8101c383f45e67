// Exercise 8.2  An error per image
// Points: 3
// Chapter: 8
//
// reconstruction and x are [B, D]. Return the squared error, summed over the D numbers of an image
// and averaged over the B images: one number. Gradients must pass.
//
// Hint: sum(t, 1) adds up each row, and mean(t) is the mean of all.
// Hint: square(t) is t * t. Which of the two, sum or mean, belongs to which axis?
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> objective(const Var<double>& reconstruction, const Var<double>& x) {
  // begin solution: a sum over pixels, a mean over images
  return mean(sum(square(reconstruction - x), 1));
  // end solution
}
