#include "vae/digits.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "tensor/errors.h"
#include "tensor/parallel.h"

using namespace gradus;
using vae::digits;
using vae::draw_digit;
using vae::LabelledImages;

namespace {

constexpr std::int64_t pixels = 784;
using Image = std::span<const float, pixels>;

Image image_of(const LabelledImages& set, std::int64_t i) {
  return Image(set.images.data() + i * pixels, pixels);
}

bool same(const LabelledImages& a, std::int64_t i, const LabelledImages& b, std::int64_t j) {
  return std::ranges::equal(image_of(a, i), image_of(b, j));
}

/// The share of all grey values for which `condition` holds.
template <class Condition>
double share(const LabelledImages& set, const Condition& condition) {
  const std::vector<float> values = set.images.to_vector();
  return static_cast<double>(std::ranges::count_if(values, condition)) /
         static_cast<double>(values.size());
}

/// Sums row by row, and stops where `limit` is passed: such an image is not the nearest anyway.
float squared_distance(Image a, Image b, float limit) {
  float sum = 0;
  for (std::size_t row = 0; row < pixels && sum < limit; row += 28) {
    for (std::size_t i = row; i < row + 28; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  }
  return sum;
}

struct Neighbour {
  std::int64_t index;
  float distance;
};

/// The nearest of the first n images of `set`, in Euclidean distance.
Neighbour nearest(Image image, const LabelledImages& set, std::int64_t n) {
  Neighbour best{-1, std::numeric_limits<float>::infinity()};
  for (std::int64_t i = 0; i < n; ++i) {
    const float distance = squared_distance(image, image_of(set, i), best.distance);
    if (distance < best.distance) best = {i, distance};
  }
  return {best.index, std::sqrt(best.distance)};
}

/// Runs on a given number of threads and gives back the old number at the end of its scope.
class Threads {
 public:
  explicit Threads(int n) : before_(threads()) { set_threads(n); }
  ~Threads() { set_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

}  // namespace

TEST_CASE("digits: shapes, also of the empty set") {
  const LabelledImages set = digits(23, Rng(1));
  CHECK(set.images.shape() == Shape{23, pixels});
  CHECK(set.labels.size() == 23);
  CHECK(set.side == 28);
  const LabelledImages none = digits(0, Rng(1));
  CHECK(none.images.shape() == Shape{0, pixels});
  CHECK(none.labels.empty());
}

TEST_CASE("digits: what cannot be drawn is refused, and the message says what can") {
  std::array<float, pixels> image;
  Rng rng(1);
  for (int digit : {-1, 10}) CHECK_THROWS_AS(draw_digit(digit, rng, image), UsageError);
  CHECK_THROWS_WITH_AS(draw_digit(12, rng, image),
                       "draw_digit: there is no digit 12; the classes are 0 to 9", UsageError);
  CHECK_THROWS_AS(digits(-1, Rng(1)), UsageError);
}

TEST_CASE("digits: each run of ten has every class once, and the order is random") {
  const LabelledImages set = digits(200, Rng(2));
  std::vector<std::vector<std::int64_t>> orders;
  for (auto run = set.labels.begin(); run != set.labels.end(); run += 10) {
    std::vector<std::int64_t> order(run, run + 10), classes = order;
    std::ranges::sort(classes);
    for (std::size_t c = 0; c < 10; ++c) CHECK(classes[c] == static_cast<std::int64_t>(c));
    orders.push_back(order);
  }
  std::ranges::sort(orders);
  CHECK(std::ranges::adjacent_find(orders) == orders.end());
}

TEST_CASE("digits: a smaller set is the beginning of a larger one") {
  const LabelledImages small = digits(37, Rng(3)), large = digits(300, Rng(3));
  CHECK(std::equal(small.labels.begin(), small.labels.end(), large.labels.begin()));
  for (std::int64_t i = 0; i < 37; ++i) CHECK(same(small, i, large, i));
}

TEST_CASE("digits: another seed gives other images") {
  const LabelledImages a = digits(20, Rng(4)), b = digits(20, Rng(5));
  for (std::int64_t i = 0; i < 20; ++i) CHECK_FALSE(same(a, i, b, i));
}

TEST_CASE("digits: the same bits on one thread and on three") {
  const auto drawn_on = [](int n) {
    const Threads scope(n);
    return digits(500, Rng(6));
  };
  const LabelledImages one = drawn_on(1), three = drawn_on(3);
  CHECK(one.labels == three.labels);
  CHECK(one.images.to_vector() == three.images.to_vector());
}

TEST_CASE("draw_digit: the same Rng gives the same digit, and the next draw another") {
  std::array<float, pixels> first, again, next;
  Rng a(7), b(7);
  for (int digit = 0; digit < 10; ++digit) {
    draw_digit(digit, a, first);
    draw_digit(digit, b, again);
    CHECK(first == again);
    draw_digit(digit, a, next);
    draw_digit(digit, b, next);
    CHECK(first != next);
  }
}

TEST_CASE("digits: grey values are bytes divided by 255") {
  const LabelledImages set = digits(200, Rng(8));
  CHECK(share(set, [](float v) { return v >= 0 && v <= 1 && v == std::round(255 * v) / 255; }) ==
        1);
}

// MNIST's 60,000 training images: 19.1 % of the pixels are not black, 7.4 % are white (above 0.98),
// and the mean is 0.1307.
TEST_CASE("digits: as much ink as MNIST") {
  const LabelledImages set = digits(2000, Rng(9));
  double sum = 0;
  for (float v : set.images.to_vector()) sum += static_cast<double>(v);
  const double mean = sum / static_cast<double>(set.images.numel());
  CHECK(std::abs(mean - 0.131) < 0.006);
  CHECK(std::abs(share(set, [](float v) { return v > 0; }) - 0.191) < 0.008);
  CHECK(std::abs(share(set, [](float v) { return v > 0.98f; }) - 0.074) < 0.006);
}

TEST_CASE("digits: the centre of mass lies within a pixel of MNIST's, pixel 14") {
  const LabelledImages set = digits(1000, Rng(10));
  for (std::int64_t i = 0; i < 1000; ++i) {
    const Image image = image_of(set, i);
    double mass = 0, x = 0, y = 0;
    for (std::size_t p = 0; p < image.size(); ++p) {
      mass += static_cast<double>(image[p]);
      x += static_cast<double>(image[p]) * static_cast<double>(p % 28);
      y += static_cast<double>(image[p]) * static_cast<double>(p / 28);
    }
    CHECK(std::abs(x / mass - 14) < 1);
    CHECK(std::abs(y / mass - 14) < 1);
  }
}

// In MNIST, 12 of 1,000 images reach the outermost pixels: centred by mass, a 9 hangs low.
TEST_CASE("digits: each fills a box of about 20 pixels, and hardly any touches the border") {
  const LabelledImages set = digits(1000, Rng(11));
  int touching = 0;
  for (std::int64_t i = 0; i < 1000; ++i) {
    const Image image = image_of(set, i);
    int left = 28, right = -1, top = 28, bottom = -1;
    for (int p = 0; p < 784; ++p) {
      if (image[static_cast<std::size_t>(p)] < 0.5f) continue;
      left = std::min(left, p % 28);
      right = std::max(right, p % 28);
      top = std::min(top, p / 28);
      bottom = std::max(bottom, p / 28);
    }
    const int longer = std::max(right - left, bottom - top) + 1;
    CHECK(longer >= 17);
    CHECK(longer <= 22);
    touching += std::min(left, top) == 0 || std::max(right, bottom) == 27;
  }
  CHECK(touching <= 12);
}

// The nearest of 2,000 digits has the right class, so the classes are distinct; and it is never
// very near, so no two digits are copies. (MNIST's first 2,000 training images read 87 % of its
// first 2,000 test images this way.)
TEST_CASE("digits: a nearest neighbour reads them, and no two are alike") {
  constexpr std::int64_t training = 2000, test = 500;
  const LabelledImages set = digits(training + test, Rng(12));
  std::int64_t right = 0;
  double sum = 0;
  float least = std::numeric_limits<float>::infinity();
  for (std::int64_t i = training; i < training + test; ++i) {
    const Neighbour found = nearest(image_of(set, i), set, training);
    right += set.labels[static_cast<std::size_t>(found.index)] ==
             set.labels[static_cast<std::size_t>(i)];
    sum += static_cast<double>(found.distance);
    least = std::min(least, found.distance);
  }
  MESSAGE(right << " of " << test << " read; nearest: least " << least << ", mean " << sum / test);
  CHECK(right > test * 95 / 100);
  CHECK(sum / test > 3.5);
  CHECK(least > 0.5f);
}
