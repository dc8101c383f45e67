// What: images as a person sees them: grid and write_png for a picture file, blocks for a terminal.
// Why: a loss says how far the training is; only looking says whether the samples are digits.
// Invariants: 0 is shown as black and 1 as white; what lies outside is clamped, and NaN becomes mid
//      grey, so that a broken image never looks like an empty one.
// Read next: chart.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tensor/tensor.h"

namespace gradus::vae {

/// Grey pixels, row by row from the top; 0 is black and 255 is white.
struct Picture {
  std::int64_t height = 0, width = 0;
  std::vector<std::uint8_t> pixels;  // height * width
};

/// Square images side by side, row after row, each pixel as 3x3 so that 28x28 is easy to read, with
/// dark grey lines between and around them. `images` is [n, side * side], in [0, 1]. Throws
/// ShapeError for another shape or n = 0, and UsageError if columns < 1.
Picture grid(const Tensor<float>& images, std::int64_t side, std::int64_t columns,
             Where where = {});

/// Writes a grey 8-bit PNG, whole or not at all. Throws FileError.
void write_png(const std::filesystem::path& path, const Picture& picture);

/// What characters a terminal can show.
enum class Characters { ascii, unicode };

/// Images as lines of at most 80 characters, `per_row` images beside each other, without colour
/// codes, so that light and dark terminals both show them: quarter blocks (U+2580 to U+259F) where
/// it is brighter than a threshold, or ten ASCII characters from thin to dense. Takes the same
/// images as grid, and throws the same; also UsageError if per_row > 20.
std::string blocks(const Tensor<float>& images, std::int64_t side, std::int64_t per_row,
                   Characters characters, Where where = {});

}  // namespace gradus::vae
