#include "nn/conv.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "autograd/gradcheck.h"
#include "nn/layers.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

template <class T>
Tensor<T> random(const Shape& shape, std::uint64_t seed = 1) {
  Rng rng(seed);
  return normal<T>(shape, rng);
}

Shape shape_of(const auto& layer, const Shape& x) {
  return layer(Var<float>(Tensor<float>::ones(x))).shape();
}

template <class L>
void check_gradcheck(const std::string& name, const L& layer, const Tensor<double>& x) {
  for (const int order : {1, 2}) {
    const GradcheckReport report =
        gradcheck(name, [&](const std::vector<Var<double>>& in) { return layer(in[0]); }, {x},
                  {.order = order});
    CHECK_MESSAGE(report.passed, report.text);
  }
}

const ConvGeometry halving{.stride = 2, .padding = 1};

}  // namespace

TEST_CASE("sizes of the layers' outputs are PyTorch's") {
  Rng rng(2);
  CHECK(shape_of(Conv2d{1, 32, 4, halving, rng}, {5, 1, 28, 28}) == Shape{5, 32, 14, 14});
  CHECK(shape_of(Conv2d{2, 3, {3, 5}, {}, rng}, {1, 2, 7, 7}) == Shape{1, 3, 5, 3});
  CHECK(shape_of(ConvTranspose2d{64, 32, 4, halving, rng}, {5, 64, 7, 7}) == Shape{5, 32, 14, 14});
  const ConvGeometry doubling{.stride = 2, .padding = 1, .output_padding = 1};
  CHECK(shape_of(ConvTranspose2d{2, 1, 3, doubling, rng}, {1, 2, 7, 7}) == Shape{1, 1, 14, 14});
  CHECK(shape_of(MaxPool2d{2}, {2, 3, 7, 9}) == Shape{2, 3, 3, 4});
  CHECK(shape_of(MaxPool2d{3, halving}, {2, 3, 7, 9}) == Shape{2, 3, 4, 5});
  CHECK(shape_of(AvgPool2d{{2, 3}}, {2, 3, 7, 9}) == Shape{2, 3, 3, 3});
  CHECK(shape_of(AvgPool2d{3, {}}, {2, 3, 7, 9}) == Shape{2, 3, 5, 7});
  CHECK(shape_of(Flatten{}, {2, 3, 7, 9}) == Shape{2, 189});
  CHECK(shape_of(Flatten{}, {0, 3, 7}) == Shape{0, 21});
  CHECK(shape_of(Flatten{}, {4}) == Shape{4, 1});
  CHECK(shape_of(Unflatten{{3, 7, 9}}, {2, 189}) == Shape{2, 3, 7, 9});
  CHECK(shape_of(Unflatten{{3, 7, 9}}, {0, 189}) == Shape{0, 3, 7, 9});
}

TEST_CASE("weights start within Glorot's limit, fan-in and fan-out C kh kw, and biases at zero") {
  Rng rng(3);
  const double limit = std::sqrt(6.0 / ((8 + 16) * 3 * 5));
  const auto check = [&](const auto& layer, const Shape& shape) {
    CHECK(layer.weight.value.shape() == shape);
    CHECK(layer.bias.value.to_vector() == std::vector<float>(16, 0.0f));
    double largest = 0;
    for (const float w : layer.weight.value.to_vector())
      largest = std::max(largest, std::abs(static_cast<double>(w)));
    CHECK(largest <= limit);
    CHECK(largest > 0.95 * limit);
  };
  check(Conv2d{8, 16, {3, 5}, {}, rng}, {16, 8, 3, 5});
  check(ConvTranspose2d{8, 16, {3, 5}, {}, rng}, {8, 16, 3, 5});
}

TEST_CASE("pooling layers without a geometry lay their windows side by side") {
  const Tensor<float> x = Tensor<float>::arange(16).reshape({1, 1, 4, 4});
  CHECK(MaxPool2d{2}(Var<float>(x)).value().to_vector() == std::vector<float>{5, 7, 13, 15});
  CHECK(AvgPool2d{2}(Var<float>(x)).value().to_vector() ==
        std::vector<float>{2.5, 4.5, 10.5, 12.5});
}

TEST_CASE("gradients through a stack of all image layers, first and second order") {
  Rng rng(4);
  const Sequential model{Unflatten{{1, 6, 6}},
                         Conv2d<double>(1, 3, 3, {.stride = 1, .padding = 1}, rng),
                         Softplus{},
                         MaxPool2d{2},
                         ConvTranspose2d<double>(3, 2, 4, halving, rng),
                         Tanh{},
                         AvgPool2d{3, halving},
                         Flatten{}};
  check_gradcheck("image layers", model, random<double>({2, 36}, 5));
}

TEST_CASE("a model of image layers names its parameters like any other") {
  Rng rng(5);
  Sequential model{Unflatten{{1, 4, 4}}, Conv2d{1, 2, 2, {}, rng}, MaxPool2d{3}, Flatten{},
                   Linear{2, 1, rng}};
  std::vector<std::string> names;
  for_each_parameter(model, [&](const std::string& path, auto&) { names.push_back(path); });
  CHECK(names == std::vector<std::string>{"1.weight", "1.bias", "4.weight", "4.bias"});
  CHECK(parameter_count(model) == 2 * 4 + 2 + 2 + 1);
}

TEST_CASE("an input of the wrong shape is named with the caller's line, through a Sequential") {
  Rng rng(6);
  const auto check = [](const auto& layer, const Shape& shape, const std::string& part) {
    const Var<float> x(Tensor<float>::ones(shape));
    const std::string line = "(test_conv.cpp:" + std::to_string(__LINE__ + 1) + ")";
    check_says(error_of<ShapeError>([&] { layer(x); }), {shape.text(), part, line});
  };
  check(Sequential{Conv2d{3, 4, 3, {}, rng}}, {2, 1, 8, 8}, "[4, 3, 3, 3]");
  check(Sequential{ConvTranspose2d{3, 4, 3, {}, rng}}, {2, 1, 8, 8}, "[3, 4, 3, 3]");
  check(Sequential{MaxPool2d{9}}, {2, 1, 8, 8}, "9 x 9");
  check(Sequential{AvgPool2d{9}}, {2, 1, 8, 8}, "9 x 9");
  check(Sequential{Unflatten{{1, 3, 3}}}, {2, 8}, "Unflatten");
  check_says(error_of<ShapeError>([] { Flatten{}(Var<float>(1.0f)); }), {"Flatten", "batch axis"});
}
