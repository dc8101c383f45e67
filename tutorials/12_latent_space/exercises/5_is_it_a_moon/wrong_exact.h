// Explained: you ask for equality: a moon with a little noise, or of a phase between yours, is
// rejected
#pragma once

#include "tutorials/support/exercise.h"

inline bool is_moon(const Tensor<float>& image) {
  double nearest = 1e9;
  for (int i = 0; i <= 100; i += 1) {
    std::array<float, 784> pixels;
    vae::draw_moon(0.5 + i / 200.0, pixels);
    const Tensor<float> away =
        image - Tensor<float>::from({1, 784}, {pixels.begin(), pixels.end()});
    nearest = std::min(nearest, static_cast<double>(sum(away * away).item()));
  }
  return nearest < 1e-6;
}
