// Explained: the order of the batches is random, but the same rows are always together: shuffle the
// rows, not the batches
#pragma once

#include "tutorials/support/exercise.h"

inline std::vector<std::vector<Size>> one_pass(Size n, Size size, Rng& rng) {
  std::vector<std::vector<Size>> batches;
  for (const Size block : permutation((n + size - 1) / size, rng)) {
    batches.emplace_back();
    for (Size i = block * size; i < std::min(n, (block + 1) * size); ++i)
      batches.back().push_back(i);
  }
  const auto shorter = [=](const auto& batch) { return static_cast<Size>(batch.size()) < size; };
  const auto last = std::find_if(batches.begin(), batches.end(), shorter);
  if (last != batches.end()) std::swap(*last, batches.back());
  return batches;
}
