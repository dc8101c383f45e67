// Explained: the rows that do not fill a batch are lost: they belong into a last, smaller batch
#pragma once

#include "tutorials/support/exercise.h"

inline std::vector<std::vector<Size>> one_pass(Size n, Size size, Rng& rng) {
  const std::vector<Size> order = permutation(n, rng);
  std::vector<std::vector<Size>> batches;
  for (Size begin = 0; begin + size <= n; begin += size)
    batches.emplace_back(order.begin() + begin, order.begin() + begin + size);
  return batches;
}
