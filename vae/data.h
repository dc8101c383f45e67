// What: LabelledImages, a set of square grey images and the class of each.
// Why: every source of data (digits.h, which draws its own; mnist.h, which reads files) gives this.
// Invariants: images is [n, side * side], row by row, in [0, 1]; labels has n entries.
// Read next: digits.h.
#pragma once

#include <cstdint>
#include <vector>

#include "tensor/tensor.h"

namespace gradus::vae {

struct LabelledImages {
  Tensor<float> images;              // [n, side * side], 0 is black and 1 is white
  std::vector<std::int64_t> labels;  // n classes, counted from 0
  std::int64_t side = 28;            // pixels
};

}  // namespace gradus::vae
