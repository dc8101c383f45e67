// Explained: a multiply-add is two operations, a multiplication and an addition
#pragma once

#include "tutorials/support/exercise.h"

inline double flops_of_step(const std::vector<Size>& encoder, const std::vector<Size>& decoder,
                            Size batch) {
  double total = 0;
  for (const std::vector<Size>& sizes : {encoder, decoder})
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i)
      total += 3 * static_cast<double>(batch * sizes[i] * sizes[i + 1]);
  return total - static_cast<double>(batch * encoder[0] * encoder[1]);
}
