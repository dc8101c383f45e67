// Explained: what is left when a size is no multiple of the block is not computed: the last
// block is a smaller one
#pragma once

#include "tutorials/support/exercise.h"

/// a(i) is number i of a memory; every call is a read or a write of it.
using Access = std::function<double&(std::size_t)>;

inline void multiply(std::size_t m, std::size_t n, std::size_t k, const Access& a, const Access& b,
                     const Access& c) {
  constexpr std::size_t block = 8;
  const auto whole = [](std::size_t size) { return size / block * block; };
  for (std::size_t i0 = 0; i0 < whole(m); i0 += block)
    for (std::size_t p0 = 0; p0 < whole(k); p0 += block)
      for (std::size_t j0 = 0; j0 < whole(n); j0 += block)
        for (std::size_t i = i0; i < i0 + block; ++i)
          for (std::size_t p = p0; p < p0 + block; ++p)
            for (std::size_t j = j0; j < j0 + block; ++j)
              c(i * n + j) += a(i * k + p) * b(p * n + j);
}
