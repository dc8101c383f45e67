#include "tests/autograd/op_catalogue.h"

#include <cmath>

namespace gradus::catalogue {
namespace {

using plain::Array;
using plain::Arrays;

// Constants of ops that take some.

/// 1 and 0 in turns of three.
template <class T>
Tensor<T> condition(const Shape& shape) {
  Tensor<T> c = Tensor<T>::uninitialized(shape);
  T* const p = c.write();
  for (Size i = 0; i < c.numel(); ++i) p[i] = T(i % 3 == 1);
  return c;
}

/// Positions 0 to n-1 with repetitions: 0, 2, 4, ... modulo n.
Tensor<Size> positions(const Shape& shape, Size n) {
  Tensor<Size> index = Tensor<Size>::uninitialized(shape);
  Size* const p = index.write();
  for (Size i = 0; i < index.numel(); ++i) p[i] = (2 * i) % n;
  return index;
}

// Shapes.

/// Rank 0 to 4, axes of size 1, axes of size 0.
std::vector<Shapes> unary_shapes() {
  return {{Shape{}}, {{5}}, {{1}}, {{0}}, {{2, 3}}, {{1, 3, 1}}, {{2, 0, 3}}, {{2, 1, 2, 3}}};
}

/// The same for two arguments; check_broadcasting has all ways to broadcast without empty axes.
std::vector<Shapes> binary_shapes() {
  return {{Shape{}, Shape{}}, {{3}, Shape{}},    {Shape{}, {2, 3}},
          {{2, 3}, {2, 3}},   {{2, 3}, {3}},     {{2, 1}, {1, 3}},
          {{3}, {2, 3}},      {{1}, {4}},        {{2, 3}, {1, 1}},
          {{0}, {1}},         {{2, 1}, {2, 0}},  {{2, 1, 3}, {4, 1}},
          {{0, 3}, {3}},      {{1, 1}, Shape{}}, {{2, 1, 2, 1}, {3, 1, 2}}};
}

/// Of [2, 3, 4] and its like, for reductions; none is empty.
std::vector<Shapes> reducible_shapes() { return {{{2, 3, 4}}, {{1, 3, 1}}, {{2, 1, 2}}}; }
/// Reductions that leave something to choose from.
std::vector<Shapes> with_empty() { return {{{2, 3, 4}}, {{1, 3, 1}}, {{2, 1, 2}}, {{2, 3, 0}}}; }

const Generator any = between(-2, 2), positive = between(0.5, 2), nonzero = both_signs(0.3, 2);

void add_elementwise(Catalogue& c) {
  const auto unary = [&](std::string name, const auto& f, const auto& formula, Generator x) {
    c.line(std::move(name), f, [=](const Arrays& v) { return plain::map(v[0], formula); },
           {std::move(x)}, unary_shapes(), {{37, 1003}})
        .elementwise = true;
  };
  const auto cdf = [](double x) { return std::erfc(-x / std::sqrt(2)) / 2; };
  const auto clamped = [](double x) { return x < -1 ? -1 : x > 1 ? 1 : x; };
  unary(
      "neg", [](const auto& v) { return neg(v[0]); }, [](double x) { return -x; }, any);
  unary(
      "exp", [](const auto& v) { return exp(v[0]); }, [](double x) { return std::exp(x); }, any);
  unary(
      "log", [](const auto& v) { return log(v[0]); }, [](double x) { return std::log(x); },
      positive);
  unary(
      "log1p", [](const auto& v) { return log1p(v[0]); }, [](double x) { return std::log1p(x); },
      between(-0.5, 2));
  unary(
      "sqrt", [](const auto& v) { return sqrt(v[0]); }, [](double x) { return std::sqrt(x); },
      positive);
  unary(
      "abs", [](const auto& v) { return abs(v[0]); }, [](double x) { return std::abs(x); },
      nonzero);
  unary(
      "tanh", [](const auto& v) { return tanh(v[0]); }, [](double x) { return std::tanh(x); }, any);
  unary(
      "sigmoid", [](const auto& v) { return sigmoid(v[0]); },
      [](double x) { return 1 / (1 + std::exp(-x)); }, any);
  unary(
      "softplus", [](const auto& v) { return softplus(v[0]); },
      [](double x) { return std::log1p(std::exp(x)); }, any);
  unary(
      "relu", [](const auto& v) { return relu(v[0]); }, [](double x) { return x > 0 ? x : 0; },
      nonzero);
  unary(
      "where_positive", [](const auto& v) { return where_positive(v[0], -v[0].value()); },
      [](double x) { return x < 0 ? x : 0; }, nonzero);
  unary(
      "leaky_relu", []<class T>(const Vars<T>& v) { return leaky_relu(v[0], T(0.25)); },
      [](double x) { return x > 0 ? x : x / 4; }, nonzero);
  unary(
      "elu", []<class T>(const Vars<T>& v) { return elu(v[0], T(1.5)); },
      [](double x) { return x > 0 ? x : 1.5 * std::expm1(x); }, nonzero);
  unary(
      "normal_cdf", [](const auto& v) { return normal_cdf(v[0]); }, cdf, any);
  unary(
      "gelu", [](const auto& v) { return gelu(v[0]); }, [=](double x) { return x * cdf(x); }, any);
  unary(
      "square", [](const auto& v) { return square(v[0]); }, [](double x) { return x * x; }, any);
  unary(
      "clamp", []<class T>(const Vars<T>& v) { return clamp(v[0], T(-1), T(1)); }, clamped,
      both_signs(0.1, 0.9));
  unary(
      "clamp", []<class T>(const Vars<T>& v) { return clamp(v[0], T(-1), T(1)); }, clamped,
      both_signs(1.1, 2));

  const auto binary = [&](std::string name, const auto& f, Loops by_loops, Generator a,
                          Generator b) {
    c.line(std::move(name), f, std::move(by_loops), {std::move(a), std::move(b)}, binary_shapes(),
           {{37, 1003}, {1003}})
        .elementwise = true;
  };
  const auto each = [](const auto& formula) {
    return [=](const Arrays& v) { return plain::zip(v[0], v[1], formula); };
  };
  binary(
      "add", [](const auto& v) { return v[0] + v[1]; }, each(std::plus<>()), any, any);
  binary(
      "sub", [](const auto& v) { return v[0] - v[1]; }, each(std::minus<>()), any, any);
  binary(
      "mul", [](const auto& v) { return v[0] * v[1]; }, each(std::multiplies<>()), any, any);
  binary(
      "div", [](const auto& v) { return v[0] / v[1]; }, each(std::divides<>()), any, nonzero);
  binary(
      "pow", [](const auto& v) { return pow(v[0], v[1]); },
      each([](double a, double b) { return std::pow(a, b); }), positive, any);
  binary(
      "maximum", [](const auto& v) { return maximum(v[0], v[1]); },
      each([](double a, double b) { return a > b ? a : b; }), grid(-1), grid(-0.875));
  binary(
      "where",
      []<class T>(const Vars<T>& v) {
        const Shape s = broadcast_shapes("where", v[0].shape(), v[1].shape(), {});
        return where(condition<T>(s), v[0], v[1]);
      },
      [](const Arrays& v) {
        const Array chosen(condition<double>(plain::broadcast(v[0].shape, v[1].shape)));
        return plain::make(chosen.shape, [&](const plain::Index& i) {
          return chosen(i) == 1 ? v[0](i) : v[1](i);
        });
      },
      any, any);
  binary(
      "bernoulli_log_prob", [](const auto& v) { return bernoulli_log_prob(v[0], v[1]); },
      each([](double l, double x) {
        const double p = 1 / (1 + std::exp(-l));
        return x * std::log(p) + (1 - x) * std::log(1 - p);
      }),
      any, between(0.1, 0.9));
}

void add_rearrangements(Catalogue& c) {
  c.line(
      "reshape",
      [](const auto& v) {
        return reshape(v[0], Shape{3, 4});
      },
      [](const Arrays& v) {
        return plain::reshape(v[0], {3, 4});
      },
      {any}, {{{12}}, {{2, 6}}, {{3, 1, 4}}});
  c.line(
      "reshape", [](const auto& v) { return reshape(v[0], Shape{}); },
      [](const Arrays& v) { return plain::reshape(v[0], Shape{}); }, {any},
      {{Shape{}}, {{1}}, {{1, 1, 1}}});
  c.line(
      "reshape", [](const auto& v) { return reshape(v[0], Shape{v[0].value().numel()}); },
      [](const Arrays& v) { return plain::reshape(v[0], {v[0].shape.numel()}); }, {any},
      {{{2, 3}}, {{3, 0}}}, {{150, 2, 130}});
  c.line(
      "transpose", [](const auto& v) { return transpose(v[0]); },
      [](const Arrays& v) { return plain::transpose(v[0], -2, -1); }, {any},
      {{{2, 3}}, {{1, 3}}, {{0, 3}}, {{2, 3, 2}}}, {{3, 150, 130}});
  c.line(
      "transpose", [](const auto& v) { return transpose(v[0], 0, -1); },
      [](const Arrays& v) { return plain::transpose(v[0], 0, -1); }, {any},
      {{{4}}, {{2, 3}}, {{2, 1, 3}}, {{2, 0, 3}}}, {{130, 3, 150}});
  c.line(
      "broadcast_to",
      [](const auto& v) {
        return broadcast_to(v[0], Shape{2, 3, 4});
      },
      [](const Arrays& v) {
        return plain::broadcast_to(v[0], {2, 3, 4});
      },
      {any}, {{Shape{}}, {{4}}, {{3, 1}}, {{1, 1, 1}}, {{2, 1, 4}}, {{2, 3, 4}}});
  c.line(
      "broadcast_to",
      [](const auto& v) {
        return broadcast_to(v[0], Shape{2, 0});
      },
      [](const Arrays& v) {
        return plain::broadcast_to(v[0], {2, 0});
      },
      {any}, {{Shape{}}, {{0}}, {{2, 1}}, {{1, 1}}});
  c.line(
      "broadcast_to",
      [](const auto& v) {
        return broadcast_to(v[0], Shape{3, 150, 130});
      },
      [](const Arrays& v) {
        return plain::broadcast_to(v[0], {3, 150, 130});
      },
      {any}, {}, {{150, 1}});
  c.line(
      "sum_to",
      [](const auto& v) {
        return sum_to(v[0], Shape{3, 1});
      },
      [](const Arrays& v) {
        return plain::sum_to(v[0], {3, 1});
      },
      {any}, {{{3, 1}}, {{3, 4}}, {{2, 3, 4}}, {{3, 0}}}, {{11, 3, 1501}});
  c.line(
      "sum_to", [](const auto& v) { return sum_to(v[0], Shape{}); },
      [](const Arrays& v) { return plain::sum_to(v[0], Shape{}); }, {any},
      {{Shape{}}, {{3}}, {{2, 1, 3}}, {{0}}});
  c.line(
      "concat", [](const auto& v) { return concat(v, 0); },
      [](const Arrays& v) { return plain::concat(v, 0); }, {any, any, any},
      {{{2}, {3}, {1}}, {{2, 2}, {0, 2}, {1, 2}}, {{0}, {0}, {0}}},
      {{150, 130}, {1, 130}, {170, 130}});
  c.line(
      "concat", [](const auto& v) { return concat(v, -1); },
      [](const Arrays& v) { return plain::concat(v, -1); }, {any, any},
      {{{2, 3}, {2, 1}}, {{1, 2, 2}, {1, 2, 0}}, {{0, 2}, {0, 3}}}, {{150, 130}, {150, 170}});
  c.line(
      "slice", [](const auto& v) { return slice(v[0], 0, 1, 3); },
      [](const Arrays& v) { return plain::slice(v[0], 0, 1, 2); }, {any},
      {{{4}}, {{3, 2}}, {{3, 0}}, {{5, 1, 2}}}, {{4, 30011}});
  c.line(
      "slice", [](const auto& v) { return slice(v[0], -1, -2, -1); },
      [](const Arrays& v) { return plain::slice(v[0], -1, v[0].shape[-1] - 2, 1); }, {any},
      {{{4}}, {{3, 2}}, {{2, 2, 3}}});
  c.line(
      "slice", [](const auto& v) { return slice(v[0], 0, 1, 1); },
      [](const Arrays& v) { return plain::slice(v[0], 0, 1, 0); }, {any}, {{{4}}, {{2, 3}}});
  c.line(
      "gather",
      [](const auto& v) {
        return gather(v[0], 0, positions({5, v[0].shape()[1]}, v[0].shape()[0]));
      },
      [](const Arrays& v) {
        const Shape s = v[0].shape;
        return plain::gather(v[0], 0, Array(positions({5, s[1]}, s[0])));
      },
      {any}, {{{3, 2}}, {{1, 2}}, {{3, 1}}, {{4, 0}}}, {{4, 10007}});
  c.line(
      "gather",
      [](const auto& v) {
        return gather(v[0], -1, positions({2, 1}, 3));
      },
      [](const Arrays& v) {
        return plain::gather(v[0], -1, Array(positions({2, 1}, 3)));
      },
      {any}, {{{2, 3}}, {{4, 3}}});
  c.line(
      "scatter_add",
      [](const auto& v) {
        return scatter_add(v[0], 0, positions(v[0].shape(), 3), Shape{3, 2});
      },
      [](const Arrays& v) {
        return plain::scatter_add(v[0], 0, Array(positions(v[0].shape, 3)), {3, 2});
      },
      {any}, {{{4, 2}}, {{1, 2}}, {{2, 1}}, {{0, 2}}}, {{20011, 2}});
  c.line(
      "scatter_add",
      [](const auto& v) {
        return scatter_add(v[0], -1, positions(v[0].shape(), 4), Shape{2, 4});
      },
      [](const Arrays& v) {
        return plain::scatter_add(v[0], -1, Array(positions(v[0].shape, 4)), {2, 4});
      },
      {any}, {{{2, 5}}, {{1, 1}}, {{2, 0}}});
}

/// All axes, one, several; axes dropped or kept.
void add_reductions(Catalogue& c) {
  const Shapes large = {{150, 13, 40}};
  const auto reduce_all = [](const auto& reduce) {
    return
        [=](const Arrays& v) { return plain::reshape(reduce(v[0], plain::every_axis(v[0])), {}); };
  };
  const auto keep = [](const auto& reduce, std::vector<int> axes) {
    return [=](const Arrays& v) { return reduce(v[0], axes); };
  };
  const auto drop = [](const auto& reduce, std::vector<int> axes) {
    return [=](const Arrays& v) { return plain::drop(reduce(v[0], axes), axes); };
  };
  c.line(
      "sum", [](const auto& v) { return sum(v[0]); }, reduce_all(plain::sum), {any}, unary_shapes(),
      large);
  c.line(
      "sum", [](const auto& v) { return sum(v[0], 0); }, drop(plain::sum, {0}), {any}, with_empty(),
      large);
  c.line(
      "sum",
      [](const auto& v) {
        return sum(v[0], Axes{0, 2}, Dims::keep);
      },
      keep(plain::sum, {0, 2}), {any}, with_empty(), large);
  c.line(
      "sum",
      [](const auto& v) {
        return sum(v[0], Axes{1, -1});
      },
      drop(plain::sum, {1, -1}), {any}, with_empty(), large);
  c.line(
      "sum", [](const auto& v) { return sum(v[0], Axes::all(), Dims::keep); },
      keep(plain::sum, {0, 1, 2}), {any}, with_empty(), large);
  c.line(
      "mean", [](const auto& v) { return mean(v[0]); }, reduce_all(plain::mean), {any},
      reducible_shapes(), large);
  c.line(
      "mean", [](const auto& v) { return mean(v[0], 0); }, drop(plain::mean, {0}), {any},
      with_empty(), large);
  c.line(
      "mean",
      [](const auto& v) {
        return mean(v[0], Axes{0, 1}, Dims::keep);
      },
      keep(plain::mean, {0, 1}), {any}, with_empty(), large);
  c.line(
      "mean",
      [](const auto& v) {
        return mean(v[0], Axes{0, -1});
      },
      drop(plain::mean, {0, -1}), {any}, reducible_shapes(), large);
  c.line(
       "max", [](const auto& v) { return max(v[0]); }, reduce_all(plain::max), {distinct},
       reducible_shapes(), large)
      .may_repeat = false;
  c.line(
       "max", [](const auto& v) { return max(v[0], 1); }, drop(plain::max, {1}), {distinct},
       reducible_shapes(), large)
      .may_repeat = false;
  c.line(
       "max",
       [](const auto& v) {
         return max(v[0], Axes{0, -1}, Dims::keep);
       },
       keep(plain::max, {0, -1}), {distinct}, reducible_shapes(), large)
      .may_repeat = false;
  c.line("max", [](const auto& v) { return max(v[0], 0); }, drop(plain::max, {0}), {distinct},
         {{{2, 0}}, {{1, 2, 0}}});
  c.line(
      "logsumexp", [](const auto& v) { return logsumexp(v[0]); }, reduce_all(plain::logsumexp),
      {any}, reducible_shapes(), large);
  c.line(
      "logsumexp", [](const auto& v) { return logsumexp(v[0], 1); }, drop(plain::logsumexp, {1}),
      {any}, with_empty(), large);
  c.line(
      "logsumexp",
      [](const auto& v) {
        return logsumexp(v[0], Axes{0, -1}, Dims::keep);
      },
      keep(plain::logsumexp, {0, -1}), {any}, reducible_shapes(), large);
  c.line(
      "log_softmax", [](const auto& v) { return log_softmax(v[0]); },
      [](const Arrays& v) { return plain::log_softmax(v[0], -1); }, {any},
      {{{4}}, {{1}}, {{2, 3}}, {{3, 1}}, {{0, 3}}, {{2, 2, 3}}}, large);
  c.line(
      "log_softmax", [](const auto& v) { return log_softmax(v[0], 0); },
      [](const Arrays& v) { return plain::log_softmax(v[0], 0); }, {any},
      {{{4}}, {{2, 3}}, {{3, 0}}}, large);
}

void add_products(Catalogue& c) {
  c.line(
      "matmul", [](const auto& v) { return matmul(v[0], v[1]); },
      [](const Arrays& v) { return plain::matmul(v[0], v[1]); }, {any, any},
      {{{2, 3}, {3, 4}}, {{1, 3}, {3, 1}}, {{2, 1}, {1, 2}}, {{2, 0}, {0, 3}}, {{0, 2}, {2, 3}}},
      {{150, 70}, {70, 130}});
  c.line(
      "matmul", [](const auto& v) { return matmul(v[0], v[1]); },
      [](const Arrays& v) { return plain::matmul(v[0], v[1]); }, {any, any},
      {{{3, 2, 2}, {3, 2, 1}},
       {{3, 2, 2}, {2, 2}},
       {{2, 3}, {2, 3, 2}},
       {{2, 1, 2, 2}, {3, 2, 1}},
       {{1, 2, 1}, {3, 1, 2}},
       {{0, 2, 3}, {3, 2}}},
      {{5, 40, 70}, {70, 50}});
  c.line(
      "linear", [](const auto& v) { return linear(v[0], v[1], v[2]); },
      [](const Arrays& v) { return plain::linear(v[0], v[1], v[2]); }, {any, any, any},
      {{{4, 3}, {2, 3}, {2}},
       {{1, 3}, {1, 3}, {1}},
       {{0, 3}, {2, 3}, {2}},
       {{2, 0}, {3, 0}, {3}},
       {{2, 2, 3}, {2, 3}, {2}}},
      {{150, 70}, {130, 70}, {130}});
}

/// One window and several, strides that leave pixels out, paddings, nothing at all.
void add_convolutions(Catalogue& c) {
  const std::vector<Shapes> images = {
      {{2, 2, 4, 5}}, {{1, 1, 3, 2}}, {{1, 3, 3, 3}}, {{0, 2, 4, 4}}};
  const Shapes large = {{8, 6, 20, 21}};
  const ConvGeometry simple, strided{.stride = {2, 1}, .padding = {1, 0}},
      halving{.stride = 2, .padding = 1};
  const ConvGeometry doubling{.stride = {3, 2}, .padding = {0, 1}, .output_padding = {2, 1}};
  const HeightWidth tall = {3, 2};
  c.line(
      "unfold", [=](const auto& v) { return unfold(v[0], tall, strided); },
      [=](const Arrays& v) { return plain::unfold(v[0], tall, strided); }, {any}, images, large);
  c.line(
      "unfold", [](const auto& v) { return unfold(v[0], 1); },
      [=](const Arrays& v) { return plain::unfold(v[0], 1, simple); }, {any}, images, large);
  // Four windows an image.
  c.line(
      "fold",
      [=](const auto& v) {
        return fold(v[0], Shape{v[0].shape()[1] / 4, 2, 3, 3}, tall, strided);
      },
      [=](const Arrays& v) {
        return plain::fold(v[0], {v[0].shape[1] / 4, 2, 3, 3}, tall, strided);
      },
      {any}, {{{12, 8}}, {{12, 0}}}, {{12, 4 * 1003}});
  c.line(
      "conv2d", [=](const auto& v) { return conv2d(v[0], v[1], v[2], simple); },
      [=](const Arrays& v) { return plain::conv2d(v[0], v[1], v[2], simple); }, {any, any, any},
      {{{2, 2, 3, 3}, {3, 2, 2, 2}, {3}},
       {{1, 1, 1, 1}, {1, 1, 1, 1}, {1}},
       {{0, 2, 3, 3}, {1, 2, 2, 1}, {1}}},
      {{8, 6, 20, 21}, {7, 6, 2, 2}, {7}});
  c.line(
      "conv2d", [=](const auto& v) { return conv2d(v[0], v[1], v[2], strided); },
      [=](const Arrays& v) { return plain::conv2d(v[0], v[1], v[2], strided); }, {any, any, any},
      {{{2, 1, 4, 3}, {2, 1, 3, 2}, {2}}, {{1, 2, 1, 2}, {1, 2, 2, 2}, {1}}});
  c.line(
      "conv2d_input",
      [=](const auto& v) {
        const Shape x = {v[0].shape()[0], v[1].shape()[1], 4, 3};
        return conv2d_input(v[0], v[1], v[2], x, strided);
      },
      [=](const Arrays& v) {
        const Shape x = {v[0].shape[0], v[1].shape[1], 4, 3};
        return plain::conv2d_input(v[0], v[1], v[2], x, strided);
      },
      {any, any, any}, {{{2, 2, 2, 2}, {2, 1, 3, 2}, {1}}, {{0, 2, 2, 2}, {2, 1, 3, 2}, {1}}},
      {{701, 5, 2, 2}, {5, 4, 3, 2}, {4}});
  c.line(
      "conv2d_weight", [=](const auto& v) { return conv2d_weight(v[0], v[1], tall, strided); },
      [=](const Arrays& v) { return plain::conv2d_weight(v[0], v[1], tall, strided); }, {any, any},
      {{{2, 1, 4, 3}, {2, 2, 2, 2}}, {{0, 1, 1, 2}, {0, 2, 1, 1}}},
      {{40, 3, 20, 9}, {40, 4, 10, 8}});
  c.line(
      "sum_of_channels", [](const auto& v) { return sum_of_channels(v[0]); },
      [](const Arrays& v) {
        return plain::drop(plain::sum(v[0], {0, 2, 3}), {0, 2, 3});
      },
      {any}, images, {{20, 5, 30, 31}});
  c.line(
      "conv_transpose2d",
      [=](const auto& v) { return conv_transpose2d(v[0], v[1], v[2], halving); },
      [=](const Arrays& v) { return plain::conv_transpose2d(v[0], v[1], v[2], halving); },
      {any, any, any},
      {{{2, 2, 2, 2}, {2, 2, 4, 4}, {2}},
       {{1, 1, 1, 1}, {1, 1, 3, 3}, {1}},
       {{0, 2, 2, 2}, {2, 1, 3, 3}, {1}}},
      {{8, 6, 11, 11}, {6, 5, 4, 4}, {5}});
  c.line(
      "conv_transpose2d",
      [=](const auto& v) { return conv_transpose2d(v[0], v[1], v[2], doubling); },
      [=](const Arrays& v) { return plain::conv_transpose2d(v[0], v[1], v[2], doubling); },
      {any, any, any}, {{{2, 1, 2, 1}, {1, 2, 2, 3}, {2}}});
  c.line(
       "max_pool2d", [=](const auto& v) { return max_pool2d(v[0], tall, strided); },
       [=](const Arrays& v) { return plain::max_pool2d(v[0], tall, strided); }, {distinct}, images,
       large)
      .may_repeat = false;
  c.line(
       "max_pool2d", [=](const auto& v) { return max_pool2d(v[0], 2, halving); },
       [=](const Arrays& v) { return plain::max_pool2d(v[0], 2, halving); }, {distinct}, images,
       large)
      .may_repeat = false;
  c.line(
      "avg_pool2d", [=](const auto& v) { return avg_pool2d(v[0], tall, strided); },
      [=](const Arrays& v) { return plain::avg_pool2d(v[0], tall, strided); }, {any}, images,
      large);
  c.line(
      "avg_pool2d", [=](const auto& v) { return avg_pool2d(v[0], 2, halving); },
      [=](const Arrays& v) { return plain::avg_pool2d(v[0], 2, halving); }, {any}, images, large);
}

}  // namespace

const Catalogue& ops() {
  static const Catalogue all = [] {
    Catalogue c;
    add_elementwise(c);
    add_rearrangements(c);
    add_reductions(c);
    add_products(c);
    add_convolutions(c);
    return c;
  }();
  return all;
}

}  // namespace gradus::catalogue
