// Explained: walking along rows uses whole lines of B; but for each row of A all of B passes
// through the cache again. Blocks keep a part of B until several rows have used it
#pragma once

#include "tutorials/support/exercise.h"

/// a(i) is number i of a memory; every call is a read or a write of it.
using Access = std::function<double&(std::size_t)>;

inline void multiply(std::size_t m, std::size_t n, std::size_t k, const Access& a, const Access& b,
                     const Access& c) {
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t p = 0; p < k; ++p)
      for (std::size_t j = 0; j < n; ++j) c(i * n + j) += a(i * k + p) * b(p * n + j);
}
