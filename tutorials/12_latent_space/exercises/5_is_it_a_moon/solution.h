// Exercise 12.5  Break it: is it a moon?
// Points: 5
// Chapter: 12
//
// A program claims that its images [1, 784] are moons. Write the test. It must say yes to moons of
// every phase from half to full, even with a little noise (squared distance to the true moon below
// 1), and no to everything whose squared distance from every moon is above 4: to cross-fades of
// half and full, to full moons that are too dark, to a white square.
//
// vae::draw_moon(lit, pixels) draws the moon of which `lit` is lit, 0.5 to 1, into 784 floats.
//
// Hint: Which moon comes nearest? Try many phases.
// Hint: Neighbouring phases must be nearer to each other than the noise that you allow: a hundred
// of them are enough.
#pragma once

#include "tutorials/support/exercise.h"

inline bool is_moon(const Tensor<float>& image) {
  // begin solution: the distance to the nearest of 101 moons
  double nearest = 1e9;
  for (int i = 0; i <= 100; ++i) {
    std::array<float, 784> pixels;
    vae::draw_moon(0.5 + i / 200.0, pixels);
    const Tensor<float> away =
        image - Tensor<float>::from({1, 784}, {pixels.begin(), pixels.end()});
    nearest = std::min(nearest, static_cast<double>(sum(away * away).item()));
  }
  return nearest < 2;
  // end solution
}
