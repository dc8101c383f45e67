// Explained: the gradient of the code is left out: the decoder's first layer must hand it on, or
// the encoder learns nothing
#pragma once

#include "tutorials/support/exercise.h"

inline double flops_of_step(const std::vector<Size>& encoder, const std::vector<Size>& decoder,
                            Size batch) {
  double total = 0;
  for (const std::vector<Size>& sizes : {encoder, decoder})
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i)
      total += (i == 0 ? 2 : 3) * 2.0 * static_cast<double>(batch * sizes[i] * sizes[i + 1]);
  return total;
}
