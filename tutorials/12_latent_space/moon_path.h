// What: all_moons, the moons to compare with; look, which finds the nearest of them for each image
//       of a path and says how far it is.
// Why: "a moon between half and full" is a question with an answer: some moon is near the image, or
//      none is.
// Invariants: distances are squared and summed over the 784 pixels.
// Read next: ../../vae/moons.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "tensor/math.h"
#include "vae/chart.h"
#include "vae/moons.h"

namespace gradus {

/// Moons of 501 phases: number i has a share of 1/2 + i/1000 lit. [501, 784]
inline Tensor<float> all_moons() {
  Tensor<float> moons = Tensor<float>::zeros({501, 784});
  float* const pixels = moons.write();
  for (Size i = 0; i <= 500; ++i)
    vae::draw_moon(0.5 + static_cast<double>(i) / 1000,
                   std::span<float, 784>(pixels + 784 * i, 784));
  return moons;
}

/// Compares images on the way from full to half with the nearest moon. Returns their lit shares.
inline vae::Series look(const char* name, const Tensor<float>& path, const Tensor<float>& moons) {
  const Tensor<float> distance = sum(path * path, 1, Dims::keep) + sum(moons * moons, 1) -
                                 2.0F * matmul(path, moons.transpose());
  const std::vector<Size> nearest = argmax(-distance, 1).to_vector();
  const std::vector<float> apart = (-max(-distance, 1)).to_vector();
  vae::Series lit{name, {}, {}};
  double step = 0;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    lit.x.push_back(static_cast<double>(i) + 1);
    lit.y.push_back(0.5 + static_cast<double>(nearest[i]) / 1000);
    if (i > 0) step = std::max(step, std::abs(lit.y[i] - lit.y[i - 1]));
  }
  fmt::print("{:>18} {:9.2f} {:9.1f} {:16.1f} {:14.2f}\n", name, lit.y[4], apart[4],
             *std::max_element(apart.begin(), apart.end()), step);
  return lit;
}

}  // namespace gradus
