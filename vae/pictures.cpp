#include "vae/pictures.h"

#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "nn/files.h"
#include "tensor/errors.h"

namespace gradus::vae {

namespace {

// The grid, in pixels of the picture.
constexpr std::int64_t zoom = 3, gap = 2, most_columns = 1000;
constexpr std::uint8_t gap_grey = 80;

// The terminal, in characters.
constexpr std::int64_t line_width = 80, space = 2, least_width = 2;
constexpr float threshold = 0.4f;  // of a quarter of a character; thin strokes need less than half

float shown(float value) { return std::isnan(value) ? 0.5f : std::clamp(value, 0.0f, 1.0f); }

void check_images(const char* name, const Tensor<float>& images, std::int64_t side, Where where) {
  const Shape& shape = images.shape();
  if (side < 1 || shape.rank() != 2 || shape[0] < 1 || shape[1] != side * side) {
    throw ShapeError(fmt::format("{}: expected images [n, {}] with n at least 1 (side {}), got {}",
                                 name, side * side, side, shape.text()),
                     where);
  }
}

void check_per_row(const char* name, std::int64_t per_row, std::int64_t most) {
  if (per_row < 1 || per_row > most) {
    throw UsageError(
        fmt::format("{}: {} images in a row are not possible: use 1 to {}", name, per_row, most));
  }
}

/// Fills the zoom x zoom pixels of a picture that show one pixel of an image.
void fill_square(Picture& picture, std::int64_t top, std::int64_t left, std::uint8_t grey) {
  for (std::int64_t row = top; row < top + zoom; ++row) {
    std::fill_n(picture.pixels.begin() + row * picture.width + left, zoom, grey);
  }
}

/// An image of side x side pixels cut into rows x columns equal cells: the mean grey of each cell.
/// Along an axis cut into n, pixel p covers [p n, (p + 1) n) and cell i covers [i side, (i + 1)
/// side).
std::vector<float> cell_means(const float* image, std::int64_t side, std::int64_t rows,
                              std::int64_t columns) {
  const auto overlap = [side](std::int64_t pixel, std::int64_t cell, std::int64_t n) {
    return std::min((pixel + 1) * n, (cell + 1) * side) - std::max(pixel * n, cell * side);
  };
  std::vector<float> means;
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      float sum = 0;
      for (std::int64_t row = i * side / rows; row * rows < (i + 1) * side; ++row) {
        for (std::int64_t col = j * side / columns; col * columns < (j + 1) * side; ++col) {
          const std::int64_t area = overlap(row, i, rows) * overlap(col, j, columns);
          sum += static_cast<float>(area) * shown(image[row * side + col]);
        }
      }
      means.push_back(sum / static_cast<float>(side * side));
    }
  }
  return means;
}

/// One image, `width` characters wide and half as high: a character is twice as high as wide.
std::vector<std::string> unicode_lines(const float* image, std::int64_t side, std::int64_t width) {
  // Bit 0 is the top left quarter of the character, bit 1 top right, 2 bottom left, 3 bottom right.
  static constexpr std::array<std::string_view, 16> quarters = {
      " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛",  //
      "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"};
  const std::int64_t stride = 2 * width;
  const std::vector<float> values = cell_means(image, side, width, stride);
  std::vector<std::string> lines(static_cast<std::size_t>(width / 2));
  for (std::size_t line = 0; line < lines.size(); ++line) {
    const float* top = values.data() + static_cast<std::int64_t>(line) * 2 * stride;
    for (const float* v = top; v < top + stride; v += 2) {
      const unsigned bits = (v[0] > threshold ? 1u : 0u) | (v[1] > threshold ? 2u : 0u) |
                            (v[stride] > threshold ? 4u : 0u) |
                            (v[stride + 1] > threshold ? 8u : 0u);
      lines[line] += quarters[bits];
    }
  }
  return lines;
}

std::vector<std::string> ascii_lines(const float* image, std::int64_t side, std::int64_t width) {
  static constexpr std::string_view ramp = " .:-=+*#%@";
  const std::vector<float> values = cell_means(image, side, width / 2, width);
  std::vector<std::string> lines(static_cast<std::size_t>(width / 2));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto level = static_cast<std::size_t>(values[i] * static_cast<float>(ramp.size()));
    lines[i / static_cast<std::size_t>(width)] += ramp[std::min(level, ramp.size() - 1)];
  }
  return lines;
}

}  // namespace

Picture grid(const Tensor<float>& images, std::int64_t side, std::int64_t columns, Where where) {
  check_images("grid", images, side, where);
  const std::int64_t n = images.shape()[0], tile = side * zoom + gap;
  check_per_row("grid", columns, most_columns);
  columns = std::min(columns, n);
  const std::int64_t rows = (n + columns - 1) / columns;
  Picture picture{rows * tile + gap, columns * tile + gap, {}};
  picture.pixels.assign(static_cast<std::size_t>(picture.height * picture.width), gap_grey);
  const Tensor<float> values = images.to_contiguous();
  for (std::int64_t i = 0; i < values.numel(); ++i) {
    const std::int64_t image = i / (side * side), row = i / side % side, column = i % side;
    fill_square(picture, image / columns * tile + gap + row * zoom,
                image % columns * tile + gap + column * zoom,
                static_cast<std::uint8_t>(std::lround(shown(values.data()[i]) * 255.0f)));
  }
  return picture;
}

void write_png(const std::filesystem::path& path, const Picture& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_GRAY;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.pixels.data(), 0,
                                nullptr) == 0) {
    throw FileError(fmt::format("cannot make a picture for {}: {}", path.string(), image.message));
  }
  bytes.resize(size);
  write_file(path, bytes);
}

std::string blocks(const Tensor<float>& images, std::int64_t side, std::int64_t per_row,
                   Characters characters, Where where) {
  check_images("blocks", images, side, where);
  check_per_row("blocks", per_row, (line_width + space) / (least_width + space));
  const std::int64_t widest = (line_width + space) / per_row - space;
  const std::int64_t width = std::max(std::min(widest, side) / 2 * 2, least_width);
  const Tensor<float> values = images.to_contiguous();
  const std::int64_t n = images.shape()[0];
  std::string text;
  for (std::int64_t first = 0; first < n; first += per_row) {
    std::vector<std::string> lines(static_cast<std::size_t>(width / 2));
    for (std::int64_t i = first; i < std::min(first + per_row, n); ++i) {
      const float* image = values.data() + i * side * side;
      const auto more = characters == Characters::unicode ? unicode_lines(image, side, width)
                                                          : ascii_lines(image, side, width);
      for (std::size_t line = 0; line < lines.size(); ++line) {
        lines[line] += more[line] + std::string(space, ' ');
      }
    }
    for (const std::string& line : lines) {
      text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    }
  }
  return text;
}

}  // namespace gradus::vae
