// Explained: rows were drawn one by one, so some come twice in a pass and others not at all:
// shuffle them instead
#pragma once

#include "tutorials/support/exercise.h"

inline std::vector<std::vector<Size>> one_pass(Size n, Size size, Rng& rng) {
  std::vector<std::vector<Size>> batches;
  for (Size begin = 0; begin < n; begin += size) {
    batches.emplace_back();
    for (Size i = begin; i < std::min(n, begin + size); ++i) batches.back().push_back(rng.below(n));
  }
  return batches;
}
