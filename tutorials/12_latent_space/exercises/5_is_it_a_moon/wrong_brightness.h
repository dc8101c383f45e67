// Explained: a cross-fade is exactly as bright as a moon: brightness alone does not know where the
// light is
#pragma once

#include "tutorials/support/exercise.h"

inline bool is_moon(const Tensor<float>& image) {
  const float white = sum(image).item();
  return 189 < white && white < 382 && max(image).item() > 0.99F;
}
