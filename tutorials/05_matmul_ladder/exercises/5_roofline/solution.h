// Exercise 5.5  Under the roof
// Points: 4
// Chapter: 5
//
// C[m, n] = A[m, k] B[k, n] in float. In the best case each number of A, B and C passes between
// memory and processor just once. Write
//
//   intensity(m, n, k)                    floating-point operations for each of those bytes
//   attainable(intensity, peak, bandwidth)
//                                         the most GFLOP/s that a machine can reach, if it computes
//                                         `peak` GFLOP/s at best and moves `bandwidth` GB/s
//   batch_needed(in, out, peak, bandwidth)
//                                         the smallest batch for which the product of a layer,
//                                         [batch, in] x [in, out], is limited by arithmetic and not
//                                         by memory: attainable is `peak`. Or 0, if no batch up to
//                                         a million is.
//
// Hint: A float has 4 bytes. There are m k + k n + m n of them.
// Hint: bandwidth * intensity is the speed at which the memory can keep up.
// Hint: batch_needed: try 1, 2, 3, ...
#pragma once

#include "tutorials/support/exercise.h"

inline double intensity(double m, double n, double k) {
  // begin solution: operations divided by bytes
  return 2 * m * n * k / (4 * (m * k + k * n + m * n));
  // end solution
}

inline double attainable(double flop_per_byte, double peak, double bandwidth) {
  // begin solution: the lower of the two limits
  return std::min(peak, bandwidth * flop_per_byte);
  // end solution
}

inline int batch_needed(double in, double out, double peak, double bandwidth) {
  // begin solution: the first batch under the flat part of the roof
  for (int batch = 1; batch <= 1'000'000; ++batch)
    if (attainable(intensity(batch, out, in), peak, bandwidth) == peak) return batch;
  return 0;
  // end solution
}
