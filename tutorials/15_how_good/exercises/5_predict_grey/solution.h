// Exercise 15.5  Predict: the likelihood of a grey image
// Points: 3
// Chapter: 15
//
// A model draws images of two pixels. First a fair coin z is tossed. If z = 1, each pixel is 1 with
// probability 0.9, else each pixel is 1 with probability 0.1; given z, the pixels are independent.
// The image of the data set is grey: both pixels are 0.5. With pen and paper, find
//
//   grey:   what comes out if 0.5 is put for both x_d into
//           log( 1/2 sum_z exp( sum_d x_d log p_d(z) + (1 - x_d) log(1 - p_d(z)) ) )
//   tossed: the average of the true log p(b) over the four images b that tossing the grey pixels
//           gives, each with probability 1/4
//
// Which is larger? For a fixed z both would be the same.
//
// Hint: For both z, the sum over the pixels of the grey image is log 0.9 + log 0.1.
// Hint: p(1, 1) = p(0, 0) = 1/2 (0.9^2 + 0.1^2), and p(1, 0) = p(0, 1) = 0.9 times 0.1.
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double grey, tossed;
};

inline Prediction predict() {
  // begin solution: both logarithms
  return {.grey = std::log(0.09), .tossed = 0.5 * std::log(0.41) + 0.5 * std::log(0.09)};
  // end solution
}
