// Explained: you compare with half and full only: the moons between them are moons as well
#pragma once

#include "tutorials/support/exercise.h"

inline bool is_moon(const Tensor<float>& image) {
  double nearest = 1e9;
  for (int i = 0; i <= 100; i += 100) {
    std::array<float, 784> pixels;
    vae::draw_moon(0.5 + i / 200.0, pixels);
    const Tensor<float> away =
        image - Tensor<float>::from({1, 784}, {pixels.begin(), pixels.end()});
    nearest = std::min(nearest, static_cast<double>(sum(away * away).item()));
  }
  return nearest < 2;
}
