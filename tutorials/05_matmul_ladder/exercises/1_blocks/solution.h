// Exercise 5.1  Blocks that fit
// Points: 4
// Chapter: 5
//
// Multiply C[m, n] = A[m, k] B[k, n]; all three are row-major, and C is full of zeros. Each number
// is touched through a function, a(i * k + p) and so on, because the grader counts: it plays a
// cache with room for 32 lines of 8 numbers that throws out the line that was not used for the
// longest time. A miss is a touch of a number whose line is not there.
//
// Cut all three loops into blocks, so that a block of A, of B and of C are in the cache together.
// For 40 x 40 x 40, the naive product misses 73,600 times; do with at most a fifteenth of
// that. And the sizes need not be multiples of a block.
//
// Hint: A line holds 8 numbers. How many lines do three blocks of 8 x 8 take?
// Hint: Six loops: three over where the blocks begin, three within a block. The inner ones end at
//   the block's end or at the matrix's, whichever comes first.
// Hint: The blocks of k add up in C: += .
#pragma once

#include "tutorials/support/exercise.h"

/// a(i) is number i of a memory; every call is a read or a write of it.
using Access = std::function<double&(std::size_t)>;

inline void multiply(std::size_t m, std::size_t n, std::size_t k, const Access& a, const Access& b,
                     const Access& c) {
  // begin solution: three loops over blocks, three within one
  constexpr std::size_t block = 8;
  for (std::size_t i0 = 0; i0 < m; i0 += block)
    for (std::size_t p0 = 0; p0 < k; p0 += block)
      for (std::size_t j0 = 0; j0 < n; j0 += block)
        for (std::size_t i = i0; i < std::min(i0 + block, m); ++i)
          for (std::size_t p = p0; p < std::min(p0 + block, k); ++p) {
            const double x = a(i * k + p);
            for (std::size_t j = j0; j < std::min(j0 + block, n); ++j)
              c(i * n + j) += x * b(p * n + j);
          }
  // end solution
}
