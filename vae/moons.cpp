#include "vae/moons.h"

#include <algorithm>
#include <cmath>

#include "tensor/errors.h"
#include "tensor/parallel.h"

namespace gradus::vae {
namespace {

constexpr int side = 28;                            // pixels
constexpr double radius = 11, middle = side / 2.0;  // of the disc, in pixels
constexpr int lines = 8;                            // in which a row of pixels is drawn

/// How far on the way from half to full the i-th moon is.
double way(std::int64_t i, const Rng& rng, std::int64_t phases) {
  if (i < 2) return static_cast<double>(i);
  Rng own = rng.split(static_cast<std::uint64_t>(i));
  if (phases == 0) return own.uniform();
  return static_cast<double>(own.below(phases)) / static_cast<double>(phases - 1);
}

}  // namespace

void draw_moon(double lit, std::span<float, 784> image) {
  if (!(lit >= 0.5 && lit <= 1))
    throw UsageError("draw_moon: " + std::to_string(lit) + " of the moon cannot be lit; use 0.5 " +
                     "to 1");
  for (int row = 0; row < side; ++row) {
    double ink[side] = {};
    for (int line = 0; line < lines; ++line) {
      const double y = row + (line + 0.5) / lines - middle;
      const double half_chord = std::sqrt(std::max(radius * radius - y * y, 0.0));
      // The line between light and dark is half an ellipse, its width 2 lit - 1 of the disc's: it
      // cuts each chord, and with it the disc, in this proportion.
      const double left = middle - (2 * lit - 1) * half_chord, right = middle + half_chord;
      for (int column = 0; column < side; ++column)
        ink[column] += std::max(std::min(right, column + 1.0) - std::max(left, 1.0 * column), 0.0);
    }
    for (int column = 0; column < side; ++column)
      image[static_cast<std::size_t>(row * side + column)] =
          static_cast<float>(std::floor(255 * ink[column] / lines + 0.5) / 255);
  }
}

LabelledImages moons(std::int64_t n, const Rng& rng, std::int64_t phases) {
  if (n < 0) throw UsageError("moons: cannot draw " + std::to_string(n) + " images; ask for >= 0");
  if (phases < 0 || phases == 1)
    throw UsageError("moons: " + std::to_string(phases) +
                     " phases cannot lie between half and full; use 2 or more, or 0 for all");
  LabelledImages set{Tensor<float>::uninitialized({n, side * side}),
                     std::vector<std::int64_t>(static_cast<std::size_t>(n)), side};
  float* const pixels = set.images.write();
  parallel_for(n, [&](std::int64_t i) {
    const double t = way(i, rng, phases);
    set.labels[static_cast<std::size_t>(i)] =
        std::min<std::int64_t>(static_cast<std::int64_t>(10 * t), 9);
    draw_moon(0.5 + t / 2, std::span<float, 784>(pixels + i * side * side, 784));
  });
  return set;
}

}  // namespace gradus::vae
