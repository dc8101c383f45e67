// unfold, fold and the positions of max pooling against plain loops: sizes, strides, paddings,
// layouts, both types, any number of threads.
#include "tensor/conv.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tensor/math.h"
#include "tensor/parallel.h"
#include "tensor/rng.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;

namespace {

struct Case {
  Shape images;
  HeightWidth kernel;
  ConvGeometry geometry;
};

std::vector<Case> cases() {
  std::vector<Case> list;
  for (const Size size : {1, 2, 3, 5, 8})
    for (const Size kernel : {1, 2, 3, 4})
      for (const Size stride : {1, 2, 3})
        for (const Size padding : {0, 1, 2, 3})
          if (size + 2 * padding >= kernel)
            list.push_back({{2, 3, size, size}, kernel, {.stride = stride, .padding = padding}});
  list.push_back({{2, 1, 6, 9}, {3, 2}, {.stride = {2, 3}, .padding = {1, 0}}});
  list.push_back({{1, 2, 4, 7}, {4, 5}, {.stride = {3, 1}, .padding = {0, 4}}});
  list.push_back({{1, 1, 2, 2}, 1, {.stride = 1, .padding = 5}});  // windows that see no pixel
  list.push_back({{0, 3, 5, 5}, 3, {}});
  list.push_back({{2, 0, 5, 5}, 3, {}});
  list.push_back({{2, 1, 0, 3}, {2, 1}, {.stride = 1, .padding = {1, 0}}});
  return list;
}

/// The number of windows, counted by laying them down one after the other.
Size count_windows(Size size, Size kernel, Size stride, Size padding) {
  Size count = 0;
  for (Size first = -padding; first + kernel <= size + padding; first += stride) ++count;
  return count;
}

HeightWidth count_windows(const Case& c) {
  const ConvGeometry& g = c.geometry;
  return {count_windows(c.images[2], c.kernel.height, g.stride.height, g.padding.height),
          count_windows(c.images[3], c.kernel.width, g.stride.width, g.padding.width)};
}

/// Calls f(image, channel, tap down, tap across, window down, window across, pixel row, pixel
/// column) for everything every window sees, the padding included.
template <class F>
void for_each_seen(const Case& c, const F& f) {
  const HeightWidth windows = count_windows(c);
  const ConvGeometry& g = c.geometry;
  for (Size b = 0; b < c.images[0]; ++b)
    for (Size ch = 0; ch < c.images[1]; ++ch)
      for (Size ki = 0; ki < c.kernel.height; ++ki)
        for (Size kj = 0; kj < c.kernel.width; ++kj)
          for (Size i = 0; i < windows.height; ++i)
            for (Size j = 0; j < windows.width; ++j)
              f(b, ch, ki, kj, i, j, i * g.stride.height + ki - g.padding.height,
                j * g.stride.width + kj - g.padding.width);
}

bool inside(const Case& c, Size row, Size column) {
  return row >= 0 && row < c.images[2] && column >= 0 && column < c.images[3];
}

template <class T>
Tensor<T> random(const Shape& shape) {
  Rng rng(4);
  return normal<T>(shape, rng);
}

/// The same numbers, contiguous, as a transposed view, as a slice of something larger, and one
/// number repeated.
template <class T>
std::vector<Tensor<T>> layouts(const Shape& shape) {
  const Tensor<T> x = random<T>(shape);
  Shape wider = shape;
  wider[-1] += 2;
  return {x, x.transpose(0, 3).to_contiguous().transpose(0, 3),
          random<T>(wider).slice(-1, 1, 1 + shape[-1]), Tensor<T>(T(2)).broadcast_to(shape)};
}

}  // namespace

TEST_CASE_TEMPLATE("unfold puts what each window sees into a column", T, float, double) {
  for (const Case& c : cases()) {
    CAPTURE(c.images.text());
    const HeightWidth windows = count_windows(c);
    const Size taps = c.kernel.height * c.kernel.width;
    for (const Tensor<T>& x : layouts<T>(c.images)) {
      const Tensor<T> y = unfold(x, c.kernel, c.geometry);
      REQUIRE(y.shape() == Shape{c.images[1] * taps, c.images[0] * windows.height * windows.width});
      int wrong = 0;
      for_each_seen(c, [&](Size b, Size ch, Size ki, Size kj, Size i, Size j, Size row, Size col) {
        const T expected = inside(c, row, col) ? x.at({b, ch, row, col}) : T(0);
        wrong += y.at({ch * taps + ki * c.kernel.width + kj,
                       (b * windows.height + i) * windows.width + j}) != expected;
      });
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE_TEMPLATE("fold adds the columns up where unfold reads them", T, float, double) {
  for (const Case& c : cases()) {
    CAPTURE(c.images.text());
    const HeightWidth windows = count_windows(c);
    const Size taps = c.kernel.height * c.kernel.width;
    const Tensor<T> columns =
        random<T>({c.images[0] * windows.height * windows.width, c.images[1] * taps}).transpose();
    const Tensor<T> y = fold(columns, c.images, c.kernel, c.geometry);
    REQUIRE(y.shape() == c.images);
    Tensor<double> expected = Tensor<double>::zeros(c.images);
    double* const p = expected.write();
    for_each_seen(c, [&](Size b, Size ch, Size ki, Size kj, Size i, Size j, Size row, Size col) {
      if (inside(c, row, col))
        p[((b * c.images[1] + ch) * c.images[2] + row) * c.images[3] + col] +=
            static_cast<double>(columns.at({ch * taps + ki * c.kernel.width + kj,
                                            (b * windows.height + i) * windows.width + j}));
    });
    const std::vector<T> received = y.to_vector();
    const double tolerance = std::is_same_v<T, float> ? 1e-5 : 1e-13;
    for (std::size_t i = 0; i < received.size(); ++i)
      CHECK(std::abs(static_cast<double>(received[i]) - p[i]) < tolerance);
  }
}

TEST_CASE_TEMPLATE("conv2d, conv2d_input and conv2d_weight are those of loops", T, float, double) {
  // Runs below and above the length from which they are copied as a whole; chunks of one image and
  // of several, the last one smaller; and every small case with three channels.
  std::vector<Case> list = cases();
  list.push_back({{37, 1, 8, 8}, 4, {.stride = 2, .padding = 1}});
  list.push_back({{37, 9, 7, 6}, {3, 2}, {.stride = {1, 3}, .padding = {0, 1}}});
  list.push_back({{17, 16, 5, 5}, 4, {.stride = 2, .padding = 2}});
  list.push_back({{3, 40, 30, 30}, 3, {.stride = 1, .padding = 1}});
  for (const Case& c : list) {
    CAPTURE(c.images.text());
    const HeightWidth windows = count_windows(c);
    const Size in = c.images[1], out = 5, batch = c.images[0];
    const Tensor<T> w = random<T>({out, in, c.kernel.height, c.kernel.width});
    const Tensor<T> bias = random<T>({out}), in_bias = random<T>({in});
    const Tensor<T> y = random<T>({batch, out, windows.height, windows.width});
    const Tensor<T> x = random<T>(c.images);
    Tensor<double> expected_y = Tensor<double>::zeros(y.shape());
    Tensor<double> expected_x = Tensor<double>::zeros(x.shape());
    Tensor<double> expected_w = Tensor<double>::zeros(w.shape());
    double *const py = expected_y.write(), *const px = expected_x.write(),
                  *const pw = expected_w.write();
    const auto element = [](const Tensor<T>& t, Size i) {
      return static_cast<double>(t.data()[i]);
    };
    for (Size i = 0; i < y.numel(); ++i)
      py[i] = element(bias, i / (windows.height * windows.width) % out);
    for (Size i = 0; i < x.numel(); ++i)
      px[i] = element(in_bias, i / (c.images[2] * c.images[3]) % in);
    for_each_seen(c, [&](Size b, Size ch, Size ki, Size kj, Size i, Size j, Size row, Size col) {
      if (!inside(c, row, col)) return;
      for (Size o = 0; o < out; ++o) {
        const Size at_x = ((b * in + ch) * c.images[2] + row) * c.images[3] + col;
        const Size at_y = ((b * out + o) * windows.height + i) * windows.width + j;
        const Size at_w = ((o * in + ch) * c.kernel.height + ki) * c.kernel.width + kj;
        py[at_y] += element(w, at_w) * element(x, at_x);
        px[at_x] += element(w, at_w) * element(y, at_y);
        pw[at_w] += element(x, at_x) * element(y, at_y);
      }
    });
    const auto check = [](const Tensor<T>& received, const Tensor<double>& expected) {
      REQUIRE(received.shape() == expected.shape());
      const std::vector<T> r = received.to_vector();
      const std::vector<double> e = expected.to_vector();
      double worst = 0;
      for (std::size_t i = 0; i < r.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(r[i]) - e[i]) / (1 + std::abs(e[i])));
      CHECK(worst < (std::is_same_v<T, float> ? 3e-4 : 1e-12));
    };
    const auto last = [](const Tensor<T>& t) {  // the same numbers with channels last
      return t.transpose(1, 2).transpose(2, 3).to_contiguous().transpose(2, 3).transpose(1, 2);
    };
    const auto part = [&](const Tensor<T>& t) {  // ... as some of the channels of larger images
      return last(concat<T>({t, t}, 1)).slice(1, 0, t.shape()[1]);
    };
    const Tensor<T> xs[] = {x, last(x), part(x)}, ys[] = {y, last(y), part(y)};
    for (int layout = 0; layout < 3; ++layout) {
      const Tensor<T>&x_view = xs[layout], &y_view = ys[layout];
      check(conv2d(x_view, w, bias, c.geometry), expected_y);
      check(conv2d_input(y_view, w, in_bias, x.shape(), c.geometry), expected_x);
      check(conv2d_weight(x_view, y_view, c.kernel, c.geometry), expected_w);
    }
  }
}

TEST_CASE_TEMPLATE("max pooling chooses the first of the largest pixels", T, float, double) {
  for (const Case& c : cases()) {
    if (c.geometry.padding.height >= c.kernel.height ||
        c.geometry.padding.width >= c.kernel.width || c.images[2] == 0)
      continue;
    CAPTURE(c.images.text());
    const HeightWidth windows = count_windows(c);
    std::vector<Tensor<T>> inputs = layouts<T>(c.images);
    inputs.push_back(Tensor<T>::full(c.images, std::numeric_limits<T>::quiet_NaN()));
    inputs.push_back(Tensor<T>::full(c.images, -std::numeric_limits<T>::infinity()));
    for (const Tensor<T>& x : inputs) {
      const Tensor<Size> positions = max_pool_positions(x, c.kernel, c.geometry);
      REQUIRE(positions.shape() == Shape{c.images[0], c.images[1], windows.height * windows.width});
      std::vector<Size> best(static_cast<std::size_t>(positions.numel()), -1);
      for_each_seen(c, [&](Size b, Size ch, Size, Size, Size i, Size j, Size row, Size col) {
        if (!inside(c, row, col)) return;
        Size& chosen = best[static_cast<std::size_t>(
            ((b * c.images[1] + ch) * windows.height + i) * windows.width + j)];
        const auto pixel = [&](Size at) {
          return x.at({b, ch, at / c.images[3], at % c.images[3]});
        };
        const Size here = row * c.images[3] + col;
        if (chosen < 0 || pixel(chosen) < pixel(here)) chosen = here;
      });
      CHECK(positions.to_vector() == best);
    }
  }
}

TEST_CASE("max pooling: NaN counts as the largest") {
  const double nan = std::nan("");
  const Tensor<double> x = Tensor<double>::from({1, 1, 2, 4}, {1, nan, 3, 4, 2, 5, nan, nan});
  CHECK(max_pool_positions(x, 2, {.stride = 2}).to_vector() == std::vector<Size>{1, 6});
}

TEST_CASE("convolutions and max pooling have the same bits on any number of threads") {
  const int before = threads();
  const Shape shape{37, 5, 13, 11};
  const ConvGeometry geometry{.stride = 2, .padding = 1};
  const Tensor<float> x = random<float>(shape);
  const Tensor<float> weight = random<float>({6, 5, 3, 3}), bias = random<float>({6});
  std::vector<float> columns, images, outputs, inputs, weights;
  std::vector<Size> positions;
  for (const int n : {1, 2, 3}) {
    set_threads(n);
    const Tensor<float> y = unfold(x, 3, geometry);
    const auto folded = fold(y, shape, 3, geometry).to_vector();
    const auto chosen = max_pool_positions(x, 3, geometry).to_vector();
    const Tensor<float> convolved = conv2d(x, weight, bias, geometry);
    const auto input =
        conv2d_input(convolved, weight, random<float>({5}), shape, geometry).to_vector();
    const auto gradient = conv2d_weight(x, convolved, 3, geometry).to_vector();
    if (n == 1) {
      columns = y.to_vector(), images = folded, positions = chosen;
      outputs = convolved.to_vector(), inputs = input, weights = gradient;
    }
    CHECK(convolved.to_vector() == outputs);
    CHECK(input == inputs);
    CHECK(gradient == weights);
    CHECK(y.to_vector() == columns);
    CHECK(folded == images);
    CHECK(chosen == positions);
  }
  set_threads(before);
}

TEST_CASE("shapes of convolutions follow PyTorch's formulas") {
  const ConvGeometry half{.stride = 2, .padding = 1};
  CHECK(conv2d_shape({8, 3, 28, 28}, {16, 3, 4, 4}, {16}, half) == Shape{8, 16, 14, 14});
  CHECK(conv2d_shape({8, 3, 7, 10}, {16, 3, 3, 5}, {16}, {.stride = {2, 3}}) == Shape{8, 16, 3, 2});
  CHECK(conv_transpose2d_shape({8, 16, 14, 14}, {16, 3, 4, 4}, {3}, half) == Shape{8, 3, 28, 28});
  for (const Size stride : {1, 2, 3})
    for (const Size kernel : {3, 4, 5})
      for (const Size padding : {0, 1})
        for (const Size size : {1, 2, 5, 8}) {
          // There and back: an output padding recovers the size that rounding down has hidden.
          if (size + 2 * padding < kernel) continue;
          ConvGeometry g{.stride = stride, .padding = padding};
          const Shape y = conv2d_shape({1, 1, size, size}, {1, 1, kernel, kernel}, {1}, g);
          CHECK(y[2] == count_windows(size, kernel, stride, padding));
          g.output_padding = (size + 2 * padding - kernel) % stride;
          const Shape x = conv_transpose2d_shape(y, {1, 1, kernel, kernel}, {1}, g);
          CHECK(x == Shape{1, 1, size, size});
        }
}

TEST_CASE("errors of convolutions name the op, the shapes and the caller's line") {
  const std::string here = "(test_conv.cpp:";
  const Tensor<float> x = Tensor<float>::ones({2, 3, 4, 5});
  const auto shape_error = [](const auto& f) { return error_of<ShapeError>(f); };
  check_says(shape_error([&] {
               unfold(Tensor<float>::ones({4, 5}), 2);
             }),
             {"unfold", "[4, 5]", "[B, C, H, W]", here});
  check_says(
      shape_error([&] {
        unfold(x, {2, 8}, {.stride = 1, .padding = {0, 1}});
      }),
      {"unfold: a kernel of 2 x 8 is larger than images [2, 3, 4, 5] with padding 0 x 1", here});
  check_says(shape_error([&] { unfold(x, 0); }), {"unfold: kernel 0 x 0", "at least 1"});
  check_says(shape_error([&] { unfold(x, 1, {.stride = 0}); }), {"unfold", "stride 0 x 0"});
  check_says(shape_error([&] { unfold(x, 1, {.stride = 1, .padding = -1}); }),
             {"unfold", "padding -1 x -1"});
  check_says(shape_error([&] { unfold(x, 1, {.stride = 1, .padding = 0, .output_padding = 1}); }),
             {"unfold: an output padding is for conv_transpose2d only"});
  check_says(shape_error([&] {
               fold(Tensor<float>::ones({12, 3}), {1, 3, 4, 5}, 2);
             }),
             {"fold: columns [12, 3]", "[1, 3, 4, 5] unfold to [12, 12]", here});
  check_says(shape_error([&] {
               conv2d_shape(x.shape(), {8, 2, 3, 3}, {8}, {});
             }),
             {"conv2d: x [2, 3, 4, 5], weight [8, 2, 3, 3], bias [8]", here});
  check_says(shape_error([&] {
               conv_transpose2d_shape(x.shape(), {2, 8, 3, 3}, {8}, {});
             }),
             {"conv_transpose2d: x [2, 3, 4, 5], weight [2, 8, 3, 3], bias [8]", here});
  check_says(shape_error([&] {
               conv_transpose2d_shape(x.shape(), {3, 8, 3, 3}, {8},
                                      {.stride = 2, .padding = 0, .output_padding = {1, 2}});
             }),
             {"conv_transpose2d: output padding 1 x 2 must be smaller than stride 2 x 2"});
  check_says(shape_error([&] {
               conv_transpose2d_shape({1, 3, 1, 1}, {3, 8, 2, 2}, {8}, {.stride = 1, .padding = 1});
             }),
             {"conv_transpose2d", "padding 1 x 1 leave no pixel"});
  const Tensor<float> w = Tensor<float>::ones({8, 3, 3, 3});
  check_says(
      shape_error([&] {
        conv2d_input(Tensor<float>::ones({2, 8, 2, 2}), w, Tensor<float>::ones({3}), x.shape());
      }),
      {"conv2d_input: y [2, 8, 2, 2]", "[2, 8, 2, 3]", here});
  check_says(
      shape_error([&] {
        conv2d_input(Tensor<float>::ones({2, 8, 2, 3}), w, Tensor<float>::ones({8}), x.shape());
      }),
      {"conv2d_input: bias [8]", here});
  check_says(shape_error([&] {
               conv2d_weight(x, Tensor<float>::ones({1, 8, 2, 3}), 3);
             }),
             {"conv2d_weight: y [1, 8, 2, 3]", "[2, 8, 2, 3]", here});
  check_says(shape_error([&] { conv2d_weight(x, Tensor<float>::ones({8}), 3); }),
             {"conv2d_weight: y [8]", here});
  check_says(shape_error([&] { max_pool_positions(x, 2, {.stride = 2, .padding = 2}); }),
             {"max_pool2d", "2 x 2", "padding must be smaller than the kernel"});
  check_says(
      shape_error([&] {
        max_pool_positions(Tensor<float>::ones({1, 1, 0, 2}), 2, {.stride = 1, .padding = 1});
      }),
      {"max_pool2d", "[1, 1, 0, 2]", "would see no pixel"});
}
