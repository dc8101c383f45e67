// Exercise 8.1  Predict: how many numbers are trained?
// Points: 2
// Chapter: 8
//
// An autoencoder for images of 28 x 28 pixels: the encoder goes from 784 to 128 to 8 numbers, the
// decoder from 8 to 128 to 784. Each arrow is a Linear layer; Relu and Sigmoid have no
// parameters.
// Return the number of trained numbers. Work it out on paper; the grader counts.
//
// Hint: A layer from n to m numbers has n m weights, and one more number for each output.
// Hint: There are four layers.
#pragma once

#include "tutorials/support/exercise.h"

inline Size count_parameters() {
  // begin solution: weights and biases of four layers
  return (784 * 128 + 128) + (128 * 8 + 8) + (8 * 128 + 128) + (128 * 784 + 784);
  // end solution
}
