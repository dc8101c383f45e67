// Explained: each block of k overwrites what the ones before it have put into C: their sums add
// up
#pragma once

#include "tutorials/support/exercise.h"

/// a(i) is number i of a memory; every call is a read or a write of it.
using Access = std::function<double&(std::size_t)>;

inline void multiply(std::size_t m, std::size_t n, std::size_t k, const Access& a, const Access& b,
                     const Access& c) {
  constexpr std::size_t block = 8;
  for (std::size_t i0 = 0; i0 < m; i0 += block)
    for (std::size_t j0 = 0; j0 < n; j0 += block)
      for (std::size_t p0 = 0; p0 < k; p0 += block)
        for (std::size_t i = i0; i < std::min(i0 + block, m); ++i)
          for (std::size_t j = j0; j < std::min(j0 + block, n); ++j) {
            double sum = 0;
            for (std::size_t p = p0; p < std::min(p0 + block, k); ++p)
              sum += a(i * k + p) * b(p * n + j);
            c(i * n + j) = sum;
          }
}
