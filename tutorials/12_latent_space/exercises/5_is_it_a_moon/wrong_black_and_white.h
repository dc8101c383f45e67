// Explained: a square is black and white too: that an image has no grey pixels does not make it a
// moon
#pragma once

#include "tutorials/support/exercise.h"

inline bool is_moon(const Tensor<float>& image) {
  int grey = 0;
  for (const float pixel : image.to_vector()) grey += 0.15F < pixel && pixel < 0.85F;
  return grey < 60 && max(image).item() > 0.9F;
}
