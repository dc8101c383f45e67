// Exercise 6.4  Predict: the same steps from another average
// Points: 3
// Chapter: 6
//
// A batch has 32 images of 784 pixels, and every pixel has a loss. Gradient descent on
//
//     per_image: the losses of each image added up, averaged over the 32 images
//
// works well with the rate 0.1: parameter -= 0.1 gradient. Somebody changes the reduction:
//
//     sum:  all 32 * 784 losses added up
//     mean: the mean of all 32 * 784 losses
//
// With which rate does each take exactly the same steps as before? Work it out on paper; the grader
// measures the gradients.
//
// Hint: Write each of the three as a factor times the sum of all losses.
// Hint: A gradient that is k times as long needs a rate that is k times as small.
#pragma once

#include "tutorials/support/exercise.h"

struct Rates {
  double sum, mean;
};

inline Rates predict_rates() {
  // begin solution: 0.1 over the factor between the losses
  return {.sum = 0.1 / 32, .mean = 0.1 * 784};
  // end solution
}
