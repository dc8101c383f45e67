#include "vae/pictures.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <png.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "nn/files.h"
#include "tensor/errors.h"

using namespace gradus;
using namespace gradus::vae;
namespace fs = std::filesystem;

namespace {

constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

/// The pixel of the picture that shows the middle of a pixel of image i of a grid.
int pixel_of(const Picture& picture, std::int64_t side, std::int64_t columns, std::int64_t i,
             std::int64_t row, std::int64_t column) {
  const std::int64_t tile = 3 * side + 2;
  const std::int64_t y = i / columns * tile + 2 + 3 * row + 1;
  const std::int64_t x = i % columns * tile + 2 + 3 * column + 1;
  return picture.pixels[static_cast<std::size_t>(y * picture.width + x)];
}

Picture read_png(const fs::path& path) {
  const std::string bytes = read_file(path);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) != 0);
  CHECK(image.format == PNG_FORMAT_GRAY);
  image.format = PNG_FORMAT_GRAY;
  Picture picture{image.height, image.width, {}};
  picture.pixels.resize(PNG_IMAGE_SIZE(image));
  REQUIRE(png_image_finish_read(&image, nullptr, picture.pixels.data(), 0, nullptr) != 0);
  return picture;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::int64_t letters(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

/// One 4x4 image whose left half has the one grey and whose right half the other.
Tensor<float> halves(float left, float right) {
  return Tensor<float>::from({1, 16}, {left, left, right, right, left, left, right, right,  //
                                       left, left, right, right, left, left, right, right});
}

}  // namespace

TEST_CASE("a grid shows every pixel of every image as a 3x3 square in its place") {
  constexpr std::int64_t n = 5, side = 4, columns = 3;
  std::vector<float> values;
  for (int i = 0; i < n * side * side; ++i) values.push_back(static_cast<float>(i) / 80.0f);
  const Picture picture = grid(Tensor<float>::from({n, side * side}, values), side, columns);
  CHECK(picture.height == 2 * 14 + 2);
  CHECK(picture.width == 3 * 14 + 2);
  REQUIRE(picture.pixels.size() == static_cast<std::size_t>(picture.height * picture.width));
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t p = 0; p < side * side; ++p) {
      const auto grey = std::lround(255.0f * values[static_cast<std::size_t>(i * 16 + p)]);
      CHECK(pixel_of(picture, side, columns, i, p / side, p % side) == grey);
    }
  }
  const auto squares =
      std::count(picture.pixels.begin(), picture.pixels.end(), std::lround(1 * 255.0 / 80));
  CHECK(squares == 9);
}

TEST_CASE("gaps and places without an image are dark grey, unlike a black image") {
  const Picture picture = grid(Tensor<float>::zeros({3, 16}), 4, 2);
  const auto black = std::count(picture.pixels.begin(), picture.pixels.end(), 0);
  CHECK(black == 3 * 16 * 9);
  CHECK(picture.pixels.front() == picture.pixels.back());
  CHECK(pixel_of(picture, 4, 2, 3, 1, 1) == picture.pixels.front());
}

TEST_CASE("a grid has no more columns than images") {
  CHECK(grid(Tensor<float>::zeros({3, 16}), 4, 8).width == 3 * 14 + 2);
}

TEST_CASE("values outside [0, 1] are clamped and NaN is mid grey") {
  const float infinity = std::numeric_limits<float>::infinity();
  const Picture picture =
      grid(Tensor<float>::from({6, 1}, {-0.5f, 1.5f, nan_value, infinity, -infinity, 1}), 1, 6);
  const int expected[] = {0, 255, 128, 255, 0, 255};
  for (std::int64_t i = 0; i < 6; ++i) CHECK(pixel_of(picture, 1, 6, i, 0, 0) == expected[i]);
}

TEST_CASE("a grid takes a view that is not contiguous") {
  const auto values = Tensor<float>::linspace(0, 1, 12).reshape({4, 3});
  const Picture picture = grid(values.transpose().slice(1, 0, 4), 2, 3);
  for (std::int64_t i = 0; i < 3; ++i) {
    for (std::int64_t p = 0; p < 4; ++p) {
      CHECK(pixel_of(picture, 2, 3, i, p / 2, p % 2) == std::lround(255 * values.at({p, i})));
    }
  }
}

TEST_CASE("a picture survives the way through a PNG file") {
  const fs::path path = fs::temp_directory_path() / fmt::format("gradus-{}.png", ::getpid());
  for (const std::int64_t width : {1, 37, 690}) {
    Picture picture{61, width, {}};
    for (std::int64_t i = 0; i < 61 * width; ++i) {
      picture.pixels.push_back(static_cast<std::uint8_t>(i * i % 251));
    }
    write_png(path, picture);
    const Picture read = read_png(path);
    CHECK(read.height == picture.height);
    CHECK(read.width == picture.width);
    CHECK(read.pixels == picture.pixels);
  }
  fs::remove(path);
}

TEST_CASE("a picture that cannot be written is a FileError that names it") {
  const Picture picture = grid(Tensor<float>::zeros({1, 16}), 4, 1);
  CHECK_THROWS_WITH_AS(write_png("/no/such/folder/a.png", picture),
                       doctest::Contains("/no/such/folder/a.png"), FileError);
  CHECK_THROWS_WITH_AS(write_png("a.png", Picture{}), doctest::Contains("a.png"), FileError);
}

TEST_CASE("blocks draws what is bright") {
  CHECK(blocks(halves(1, 0), 4, 1, Characters::unicode) == "██\n██\n");
  CHECK(blocks(halves(0, 1), 4, 1, Characters::unicode) == "  ██\n  ██\n");
}

TEST_CASE("each pattern of four quarters is shown by its character") {
  // The characters of the Unicode chart of Block Elements; the sum says which quarters are full.
  enum { upper_left = 1, upper_right = 2, lower_left = 4, lower_right = 8 };
  const std::vector<std::pair<int, std::string>> chart = {
      {0, " "},
      {upper_left, "▘"},
      {upper_right, "▝"},
      {lower_left, "▖"},
      {lower_right, "▗"},
      {upper_left + upper_right, "▀"},
      {lower_left + lower_right, "▄"},
      {upper_left + lower_left, "▌"},
      {upper_right + lower_right, "▐"},
      {upper_left + lower_right, "▚"},
      {upper_right + lower_left, "▞"},
      {upper_left + upper_right + lower_left, "▛"},
      {upper_left + upper_right + lower_right, "▜"},
      {upper_left + lower_left + lower_right, "▙"},
      {upper_right + lower_left + lower_right, "▟"},
      {upper_left + upper_right + lower_left + lower_right, "█"}};
  for (const auto& [quarters, character] : chart) {
    // With 20 images in a row each gets two characters: the left one shows pixel columns 0 and 1.
    // The right half is white, so that its character is always the full block.
    std::vector<float> values;
    for (int row = 0; row < 4; ++row) {
      const int pair = row < 2 ? quarters : quarters / 4;
      for (const bool white : {(pair & 1) != 0, (pair & 2) != 0, true, true}) {
        values.push_back(white ? 1.0f : 0.0f);
      }
    }
    CHECK(blocks(Tensor<float>::from({1, 16}, values), 4, 20, Characters::unicode) ==
          character + "█\n");
  }
}

TEST_CASE("ASCII blocks are denser where the image is brighter") {
  const std::string ramp = " .:-=+*#%@";
  for (std::size_t level = 0; level < ramp.size(); ++level) {
    const float grey = (static_cast<float>(level) + 0.5f) / 10.0f;
    const std::string line = level == 0 ? "  @@" : std::string(2, ramp[level]) + "@@";
    CHECK(blocks(halves(grey, 1), 4, 1, Characters::ascii) == line + "\n" + line + "\n");
  }
  CHECK(blocks(halves(nan_value, 2), 4, 1, Characters::ascii) == "++@@\n++@@\n");
}

TEST_CASE("blocks fit in 80 columns, as wide as they can be but no wider than the image") {
  for (const std::int64_t per_row : {1, 2, 3, 4, 5, 8, 20}) {
    for (const Characters characters : {Characters::ascii, Characters::unicode}) {
      CAPTURE(per_row);
      const std::int64_t n = 2 * per_row;
      const auto lines = lines_of(blocks(Tensor<float>::ones({n, 784}), 28, per_row, characters));
      const std::int64_t widest = (80 - 2 * (per_row - 1)) / per_row;
      const std::int64_t width = std::min<std::int64_t>(28, widest / 2 * 2);
      REQUIRE(lines.size() == static_cast<std::size_t>(width));  // two rows, half as high as wide
      for (const std::string& line : lines) {
        CHECK(letters(line) == per_row * width + 2 * (per_row - 1));
        CHECK(letters(line) <= 80);
      }
    }
  }
}

TEST_CASE("images of another shape are refused with what was expected") {
  CHECK_THROWS_WITH_AS(
      grid(Tensor<float>::zeros({3, 15}), 4, 2),
      doctest::Contains("grid: expected images [n, 16] with n at least 1 (side 4), got [3, 15]"),
      ShapeError);
  CHECK_THROWS_WITH_AS(blocks(Tensor<float>::zeros({0, 16}), 4, 2, Characters::ascii),
                       doctest::Contains("got [0, 16] (test_pictures.cpp:"), ShapeError);
  CHECK_THROWS_WITH_AS(grid(Tensor<float>::zeros({3, 16}), 4, 0),
                       doctest::Contains("0 images in a row"), UsageError);
  CHECK_THROWS_WITH_AS(blocks(Tensor<float>::zeros({3, 16}), 4, 21, Characters::ascii),
                       doctest::Contains("use 1 to 20"), UsageError);
}
