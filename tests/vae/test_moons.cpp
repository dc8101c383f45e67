#include "vae/moons.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "tensor/parallel.h"
#include "tests/support.h"
#include "vae/presets.h"
#include "vae/train.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

using Image = std::vector<float>;

Image moon(double lit) {
  Image image(784);
  draw_moon(lit, std::span<float, 784>(image));
  return image;
}

Image image_of(const Tensor<float>& images, Size i) {
  return images.slice(0, i, i + 1).to_vector();
}

double area(const Image& image) {
  double sum = 0;
  for (const float v : image) sum += static_cast<double>(v);
  return sum;
}

/// The least share of the disc that is drawn wrong, over all phases one might mean.
double error_of_phase(const Image& image) {
  const double disc = area(moon(1));
  double best = 1;
  for (int k = 0; k <= 100; ++k) {
    const Image real = moon(0.5 + 0.005 * k);
    double wrong = 0;
    for (std::size_t i = 0; i < 784; ++i)
      wrong += static_cast<double>(std::abs(image[i] - real[i]));
    best = std::min(best, wrong / disc);
  }
  return best;
}

/// Ten steps from half to full of a model that saw so many phases.
Tensor<float> learned_way(std::int64_t phases) {
  const Folder folder;
  Options options = preset("moons").options;
  options.phases = phases;
  train(options, RunFolder{folder.path()}, false);
  const LabelledImages ends = head(load_test_data(options), 2);
  return interpolation_strip(load_model(RunFolder{folder.path()}, options, 784), options, ends, 10);
}

}  // namespace

TEST_CASE("moons: the lit share of the disc's area is the one asked for") {
  const double disc = std::acos(-1.0) * 11 * 11;
  for (const double lit : {0.5, 0.6, 0.75, 0.9, 1.0})
    CHECK(area(moon(lit)) / disc == doctest::Approx(lit).epsilon(0.002));
}

TEST_CASE("moons: each looks like the formula, point by point") {
  for (const double lit : {0.5, 0.7, 1.0}) {
    const Image image = moon(lit);
    for (int row = 0; row < 28; ++row)
      for (int column = 0; column < 28; ++column) {
        // 100 points of the pixel: lit if inside the disc and right of the half ellipse.
        int inside = 0;
        for (int point = 0; point < 100; ++point) {
          const double x = column + (point % 10 + 0.5) / 10 - 14,
                       y = row + (point / 10 + 0.5) / 10 - 14;
          const double half = std::sqrt(std::max(0.0, 121 - y * y));
          inside += x * x + y * y < 121 && x > (1 - 2 * lit) * half;
        }
        const float drawn = image[static_cast<std::size_t>(row * 28 + column)];
        CHECK(std::abs(static_cast<double>(drawn) - inside / 100.0) < 0.03);
      }
  }
}

TEST_CASE("moons: the first is half, the second full, and an image depends on its number only") {
  const LabelledImages set = moons(300, Rng(1)), fewer = moons(40, Rng(1));
  REQUIRE(set.images.shape() == Shape{300, 784});
  CHECK(image_of(set.images, 0) == moon(0.5));
  CHECK(image_of(set.images, 1) == moon(1));
  CHECK(set.images.slice(0, 0, 40).to_vector() == fewer.images.to_vector());
  CHECK(image_of(set.images, 2) != image_of(moons(3, Rng(2)).images, 2));
  const int before = threads();
  set_threads(1);
  CHECK(moons(300, Rng(1)).images.to_vector() == set.images.to_vector());
  set_threads(before);
  for (const float v : fewer.images.to_vector())
    CHECK(std::abs(v * 255 - std::round(v * 255)) < 1e-4f);
  CHECK(moons(0, Rng(1)).images.shape() == Shape{0, 784});
}

TEST_CASE("moons: the label counts tenths of the way from half to full") {
  const LabelledImages set = moons(300, Rng(1));
  const double full = area(moon(1));
  std::set<Size> seen;
  for (Size i = 0; i < 300; ++i) {
    const Size label = set.labels[static_cast<std::size_t>(i)];
    const double lit = area(image_of(set.images, i)) / full;
    CHECK(lit > 0.5 + 0.05 * static_cast<double>(label) - 0.005);
    CHECK(lit < 0.55 + 0.05 * static_cast<double>(label) + 0.005);
    seen.insert(label);
  }
  CHECK(seen.size() == 10);
}

TEST_CASE("moons: as many phases as asked for") {
  for (const Size phases : {2, 5}) {
    const LabelledImages set = moons(100, Rng(1), phases);
    std::set<Image> different;
    for (Size i = 0; i < 100; ++i) different.insert(image_of(set.images, i));
    CHECK(std::ssize(different) == phases);
    for (Size k = 0; k < phases; ++k)
      CHECK(different.contains(
          moon(0.5 + 0.5 * static_cast<double>(k) / static_cast<double>(phases - 1))));
  }
  CHECK_THROWS_WITH_AS(moons(3, Rng(1), 1), doctest::Contains("use 2 or more, or 0"), UsageError);
  CHECK_THROWS_WITH_AS(moons(-1, Rng(1)), doctest::Contains("ask for >= 0"), UsageError);
  CHECK_THROWS_WITH_AS(moon(0.4), doctest::Contains("0.5 to 1"), UsageError);
}

TEST_CASE("between half and full a VAE that has seen 20 phases finds the real ones" *
          doctest::test_suite("training")) {
  const Tensor<float> way = learned_way(20);
  double before = 0;
  for (Size i = 0; i < 10; ++i) {
    const Image image = image_of(way, i);
    CAPTURE(i);
    CHECK(area(image) > before);
    CHECK(error_of_phase(image) < 0.05);
    before = area(image);
  }
  CHECK(area(image_of(way, 0)) / area(moon(1)) == doctest::Approx(0.5).epsilon(0.05));
  CHECK(before / area(moon(1)) == doctest::Approx(1).epsilon(0.03));
}

TEST_CASE("from the half moon and the full one alone a VAE learns no three quarter moon" *
          doctest::test_suite("training")) {
  const Tensor<float> way = learned_way(2);
  double worst = 0;
  for (Size i = 0; i < 10; ++i) worst = std::max(worst, error_of_phase(image_of(way, i)));
  CHECK(worst > 0.1);
}
