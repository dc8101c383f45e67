// Convolutions and pooling against plain loops, over sizes, strides, paddings and layouts; their
// gradients of first and second order are checked in test_ops.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "autograd/ops.h"
#include "tensor/rng.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;

namespace {

template <class T>
Tensor<T> random(const Shape& shape, std::uint64_t seed = 1) {
  Rng rng(seed);
  return normal<T>(shape, rng);
}

template <class T>
void check_close(const Tensor<T>& received, const Tensor<double>& expected) {
  REQUIRE(received.shape() == expected.shape());
  const std::vector<T> r = received.to_vector();
  const std::vector<double> e = expected.to_vector();
  const double tolerance = std::is_same_v<T, float> ? 5e-5 : 1e-12;
  for (std::size_t i = 0; i < r.size(); ++i)
    CHECK(std::abs(static_cast<double>(r[i]) - e[i]) < tolerance);
}

/// The pixel, or 0 outside of the image.
template <class T>
double pixel(const Tensor<T>& x, Size image, Size channel, Size row, Size column) {
  const bool inside = row >= 0 && row < x.shape()[2] && column >= 0 && column < x.shape()[3];
  return inside ? static_cast<double>(x.at({image, channel, row, column})) : 0;
}

/// Calls f(image, channel, row, column, &pixel) for every pixel of a new tensor of zeros.
template <class F>
Tensor<double> each_pixel(const Shape& shape, const F& f) {
  Tensor<double> y = Tensor<double>::zeros(shape);
  double* p = y.write();
  for (Size b = 0; b < shape[0]; ++b)
    for (Size c = 0; c < shape[1]; ++c)
      for (Size i = 0; i < shape[2]; ++i)
        for (Size j = 0; j < shape[3]; ++j) f(b, c, i, j, *p++);
  return y;
}

template <class T>
Tensor<double> conv2d_by_loops(const Tensor<T>& x, const Tensor<T>& w, const Tensor<T>& bias,
                               const ConvGeometry& g) {
  const HeightWidth stride = g.stride, padding = g.padding;
  const Size height = (x.shape()[2] + 2 * padding.height - w.shape()[2]) / stride.height + 1;
  const Size width = (x.shape()[3] + 2 * padding.width - w.shape()[3]) / stride.width + 1;
  return each_pixel({x.shape()[0], w.shape()[0], height, width},
                    [&](Size b, Size o, Size i, Size j, double& y) {
                      y = static_cast<double>(bias.at({o}));
                      for (Size c = 0; c < w.shape()[1]; ++c)
                        for (Size ki = 0; ki < w.shape()[2]; ++ki)
                          for (Size kj = 0; kj < w.shape()[3]; ++kj)
                            y += static_cast<double>(w.at({o, c, ki, kj})) *
                                 pixel(x, b, c, i * stride.height + ki - padding.height,
                                       j * stride.width + kj - padding.width);
                    });
}

/// Every input pixel stamps the kernel onto the output.
template <class T>
Tensor<double> conv_transpose2d_by_loops(const Tensor<T>& x, const Tensor<T>& w,
                                         const Tensor<T>& bias, const ConvGeometry& g) {
  const Size height = (x.shape()[2] - 1) * g.stride.height - 2 * g.padding.height + w.shape()[2] +
                      g.output_padding.height;
  const Size width = (x.shape()[3] - 1) * g.stride.width - 2 * g.padding.width + w.shape()[3] +
                     g.output_padding.width;
  const Shape shape{x.shape()[0], w.shape()[1], height, width};
  Tensor<double> y = each_pixel(
      shape, [&](Size, Size o, Size, Size, double& p) { p = static_cast<double>(bias.at({o})); });
  double* const p = y.write();
  each_pixel(x.shape(), [&](Size b, Size c, Size i, Size j, double&) {
    for (Size o = 0; o < w.shape()[1]; ++o)
      for (Size ki = 0; ki < w.shape()[2]; ++ki)
        for (Size kj = 0; kj < w.shape()[3]; ++kj) {
          const Size row = i * g.stride.height + ki - g.padding.height;
          const Size column = j * g.stride.width + kj - g.padding.width;
          if (row >= 0 && row < height && column >= 0 && column < width)
            p[((b * shape[1] + o) * height + row) * width + column] +=
                pixel(x, b, c, i, j) * static_cast<double>(w.at({c, o, ki, kj}));
        }
  });
  return y;
}

/// Calls f(height, width, kernel, geometry) for a sweep over all of them.
template <class F>
void sweep(const F& f) {
  for (const Size height : {1, 2, 5, 8})
    for (const Size width : {1, 3, 7})
      for (const HeightWidth kernel : {HeightWidth(1), HeightWidth(2, 3), HeightWidth(4)})
        for (const HeightWidth stride : {HeightWidth(1), HeightWidth(2), HeightWidth(3, 2)})
          for (const HeightWidth padding : {HeightWidth(0), HeightWidth(1), HeightWidth(3, 2)})
            f(height, width, kernel, ConvGeometry{.stride = stride, .padding = padding});
}

bool fits(Size height, Size width, HeightWidth kernel, const ConvGeometry& g) {
  return height + 2 * g.padding.height >= kernel.height &&
         width + 2 * g.padding.width >= kernel.width;
}

}  // namespace

TEST_CASE_TEMPLATE("conv2d is that of a loop", T, float, double) {
  const auto check = [](const Shape& images, const Shape& weights, const ConvGeometry& g) {
    const Tensor<T> x = random<T>(images), w = random<T>(weights, 2), b = random<T>({weights[0]});
    check_close(conv2d(Var<T>(x), Var<T>(w), Var<T>(b), g).value(), conv2d_by_loops(x, w, b, g));
    const Tensor<T> turned = x.transpose(0, 3).to_contiguous().transpose(0, 3);
    const Tensor<T> turned_w = w.transpose(1, 2).to_contiguous().transpose(1, 2);
    check_close(conv2d(Var<T>(turned), Var<T>(turned_w), Var<T>(b), g).value(),
                conv2d_by_loops(x, w, b, g));
  };
  sweep([&](Size height, Size width, HeightWidth kernel, const ConvGeometry& g) {
    if (fits(height, width, kernel, g))
      check({2, 3, height, width}, {2, 3, kernel.height, kernel.width}, g);
  });
  check({0, 2, 4, 4}, {3, 2, 3, 3}, {});
  check({2, 0, 4, 4}, {3, 0, 3, 3}, {});
  check({3, 17, 9, 9}, {33, 17, 3, 3}, {.stride = 1, .padding = 1});
}

TEST_CASE_TEMPLATE("conv_transpose2d is that of a loop, with every output padding", T, float,
                   double) {
  const auto check = [](const Shape& images, const Shape& weights, const ConvGeometry& g) {
    const Tensor<T> x = random<T>(images), w = random<T>(weights, 2), b = random<T>({weights[1]});
    check_close(conv_transpose2d(Var<T>(x), Var<T>(w), Var<T>(b), g).value(),
                conv_transpose2d_by_loops(x, w, b, g));
  };
  int checked = 0;
  sweep([&](Size height, Size width, HeightWidth kernel, const ConvGeometry& g) {
    for (Size extra = 0; extra < std::min(g.stride.height, g.stride.width); ++extra) {
      if ((height - 1) * g.stride.height - 2 * g.padding.height + kernel.height + extra < 1 ||
          (width - 1) * g.stride.width - 2 * g.padding.width + kernel.width + extra < 1)
        continue;
      ConvGeometry padded = g;
      padded.output_padding = extra;
      check({2, 3, height, width}, {3, 2, kernel.height, kernel.width}, padded);
      ++checked;
    }
  });
  CHECK(checked > 200);
  check({0, 2, 4, 4}, {2, 3, 3, 3}, {.stride = {3, 1}, .padding = 1, .output_padding = {2, 0}});
  check({3, 17, 5, 5}, {17, 9, 4, 4}, {.stride = 2, .padding = 1});
}

TEST_CASE("conv_transpose2d is the gradient of conv2d with respect to the image") {
  const ConvGeometry g{.stride = 2, .padding = 1};
  const Tensor<double> w = random<double>({3, 2, 4, 4}), cotangent = random<double>({2, 3, 4, 4});
  const auto zeros = [](Size n) { return Var<double>(Tensor<double>::zeros({n})); };
  Tape<double> tape;
  const Var<double> x = tape.watch(random<double>({2, 2, 8, 8}));
  const Var<double> y = conv2d(x, Var<double>(w), zeros(3), g);
  const Var<double> gradient = tape.gradients(y, cotangent)[x];
  const Var<double> adjoint = conv_transpose2d(Var<double>(cotangent), Var<double>(w), zeros(2), g);
  CHECK(gradient.value().to_vector() == adjoint.value().to_vector());
}

TEST_CASE_TEMPLATE("max_pool2d and avg_pool2d are those of a loop", T, float, double) {
  const double lowest = -std::numeric_limits<double>::infinity();
  sweep([&](Size height, Size width, HeightWidth kernel, const ConvGeometry& g) {
    if (!fits(height, width, kernel, g)) return;
    const Tensor<T> x = random<T>({2, 3, height, width});
    const auto pooled = [&](const Var<T>& y, double start, const auto& combine, double scale) {
      check_close(y.value(), each_pixel(y.shape(), [&](Size b, Size c, Size i, Size j, double& p) {
                    p = start;
                    for (Size ki = 0; ki < kernel.height; ++ki)
                      for (Size kj = 0; kj < kernel.width; ++kj) {
                        const Size row = i * g.stride.height + ki - g.padding.height;
                        const Size column = j * g.stride.width + kj - g.padding.width;
                        if (row >= 0 && row < height && column >= 0 && column < width)
                          p = combine(p, pixel(x, b, c, row, column));
                      }
                    p *= scale;
                  }));
    };
    pooled(
        avg_pool2d(Var<T>(x), kernel, g), 0, [](double a, double b) { return a + b; },
        1 / static_cast<double>(kernel.height * kernel.width));
    if (g.padding.height < kernel.height && g.padding.width < kernel.width)
      pooled(
          max_pool2d(Var<T>(x), kernel, g), lowest,
          [](double a, double b) { return std::max(a, b); }, 1);
  });
}

TEST_CASE("max_pool2d: the first of equal pixels gets the gradient; overlapping windows add up") {
  Tape<double> tape;
  const Var<double> x = tape.watch(Tensor<double>::from({1, 1, 1, 4}, {2, 2, 7, 2}));
  const Var<double> y = max_pool2d(x, {1, 2}, {});
  CHECK(y.value().to_vector() == std::vector<double>{2, 7, 7});
  CHECK(tape.gradients(sum(y))[x].value().to_vector() == std::vector<double>{1, 0, 2, 0});
}

TEST_CASE("convolutions differentiate to third order") {
  // y = sum conv(x, w)^3 with x, w of one pixel is (w x)^3: its third derivative by x is 6 w^3.
  const auto third = [](const auto& convolve) {
    Tape<double> tape;
    const Var<double> x = tape.watch(Tensor<double>::full({1, 1, 1, 1}, 0.7));
    const Var<double> w(Tensor<double>::full({1, 1, 1, 1}, 1.5)), b(Tensor<double>::zeros({1}));
    const Var<double> y = convolve(x, w, b);
    Var<double> d = y * y * y;
    for (int order = 0; order < 3; ++order) d = tape.recorded_gradients(d)[x];
    return d.item();
  };
  CHECK(third([](auto&... v) { return conv2d(v...); }) == doctest::Approx(6 * 1.5 * 1.5 * 1.5));
  CHECK(third([](auto&... v) { return conv_transpose2d(v...); }) ==
        doctest::Approx(6 * 1.5 * 1.5 * 1.5));
}

TEST_CASE("errors of convolutions and pooling name the caller's line") {
  const Var<float> x(Tensor<float>::ones({1, 2, 4, 4})), w(Tensor<float>::ones({3, 1, 2, 2}));
  const Var<float> bias(Tensor<float>::ones({3}));
  const auto line = [](int n) { return "(test_conv.cpp:" + std::to_string(n) + ")"; };
  const auto says = [](const auto& f, std::initializer_list<std::string> parts) {
    check_says(error_of<ShapeError>(f), parts);
  };
  says([&] { conv2d(x, w, bias); }, {"conv2d: x [1, 2, 4, 4]", "[3, 1, 2, 2]", line(__LINE__)});
  says([&] { conv_transpose2d(x, w, bias); }, {"conv_transpose2d: x", line(__LINE__)});
  says([&] { max_pool2d(x, 5, {}); }, {"max_pool2d: a kernel of 5 x 5", line(__LINE__)});
  says([&] { avg_pool2d(x, 5, {}); }, {"avg_pool2d: a kernel of 5 x 5", line(__LINE__)});
  says([&] { avg_pool2d(bias, 5, {}); }, {"avg_pool2d: images [3]", line(__LINE__)});
}
