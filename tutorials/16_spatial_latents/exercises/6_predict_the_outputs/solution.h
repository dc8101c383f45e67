// Exercise 16.6  Predict: what an encoder has to say
// Points: 4
// Chapter: 16
//
// Codes are 8 maps of 5 x 4. How many numbers does the encoder give for one image
//
//   each_code    with a mean and a log-variance for each code
//   any_mean     with a mean for each code, and a log-variance for each row and each column
//   product      with M = mu nu', and the same log-variances
//   full         as product, but U and V are full matrices: A is a lower triangular matrix with
//                ones on its diagonal, times a diagonal one of the rows' deviations; B likewise
//
// svae, the code of the paper, takes the mean of the squared error over 12288 numbers (64 x 64
// pixels in three colours) and the mean of the KL over 576 codes. Multiply its loss so that the
// squared error is a sum, as it should be:
//
//   beta         how many times does the sum of the KL count then?
//
// Hint: Count for one map first; n = 5 and p = 4.
// Hint: Below the diagonal of a 5 x 5 matrix stand 4 + 3 + 2 + 1 numbers.
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  Size each_code, any_mean, product, full;
  double beta;
};

inline Prediction predict() {
  // begin solution: 8 maps of so many numbers each
  return {.each_code = 320, .any_mean = 232, .product = 144, .full = 272, .beta = 64.0 / 3};
  // end solution
}
