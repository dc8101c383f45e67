// What: the catalogue of the differentiable ops, one line each (two where the forms of an op
//       differ), and what is needed to write them: argument generators, shapes, memory layouts.
// Why: a new op is tested in full as soon as its line stands here; see test_ops.cpp.
// Invariants: arguments stay clear of kinks by more than gradcheck's step reaches (0.004); every
//       function of autograd/ops.h has a line (tested).
// Read next: test_ops.cpp.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "autograd/ops.h"
#include "tensor/rng.h"

namespace gradus::catalogue {

template <class T>
using Vars = std::vector<Var<T>>;
template <class T>
using Function = std::function<Var<T>(const Vars<T>&)>;
using Generator = std::function<Tensor<double>(const Shape&, Rng&)>;
/// The shapes of the arguments.
using Shapes = std::vector<Shape>;

struct Op {
  std::string name;
  Function<double> of_double;
  Function<float> of_float;
  std::vector<Generator> arguments;
  std::vector<Shapes> shapes;  // each is a case of its own
  bool elementwise = false;    // takes arguments of any shapes that broadcast
  bool may_repeat = true;      // equal elements are no kink
};

// Generators.

inline Generator between(double low, double high) {
  return [=](const Shape& shape, Rng& rng) {
    return low + (high - low) * uniform<double>(shape, rng);
  };
}

/// Both signs, the absolute value between low and high.
inline Generator both_signs(double low, double high) {
  return [=](const Shape& shape, Rng& rng) {
    const Tensor<double> size = between(low, high)(shape, rng);
    return size * (2.0 * bernoulli(Tensor<double>::full(shape, 0.5), rng) - 1.0);
  };
}

/// offset + 0, 1/4, ..., 2: arguments with offsets 1/8 apart are never equal.
inline Generator grid(double offset) {
  return [=](const Shape& shape, Rng& rng) {
    Tensor<double> x = Tensor<double>::uninitialized(shape);
    double* const p = x.write();
    for (Size i = 0; i < x.numel(); ++i) p[i] = offset + 0.25 * static_cast<double>(rng.below(9));
    return x;
  };
}

/// No two elements closer than 1/8.
inline Tensor<double> distinct(const Shape& shape, Rng& rng) {
  std::vector<double> values;
  for (const std::int64_t i : permutation(shape.numel(), rng))
    values.push_back(0.125 * static_cast<double>(i) - 1.0);
  return Tensor<double>::from(shape, values);
}

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
inline Tensor<Size> positions(const Shape& shape, Size n) {
  Tensor<Size> index = Tensor<Size>::uninitialized(shape);
  Size* const p = index.write();
  for (Size i = 0; i < index.numel(); ++i) p[i] = (2 * i) % n;
  return index;
}

// Shapes.

/// Rank 0 to 4, axes of size 1, axes of size 0.
inline std::vector<Shapes> unary_shapes() {
  return {{Shape{}}, {{5}}, {{1}}, {{0}}, {{2, 3}}, {{1, 3, 1}}, {{2, 0, 3}}, {{2, 1, 2, 3}}};
}

/// The same for two arguments, and all ways to broadcast.
inline std::vector<Shapes> binary_shapes() {
  return {{Shape{}, Shape{}}, {{3}, Shape{}},    {Shape{}, {2, 3}},
          {{2, 3}, {2, 3}},   {{2, 3}, {3}},     {{2, 1}, {1, 3}},
          {{3}, {2, 3}},      {{1}, {4}},        {{2, 3}, {1, 1}},
          {{0}, {1}},         {{2, 1}, {2, 0}},  {{2, 1, 3}, {4, 1}},
          {{0, 3}, {3}},      {{1, 1}, Shape{}}, {{2, 1, 2, 1}, {3, 1, 2}}};
}

/// Of [2, 3, 4] and its like, for reductions; none is empty.
inline std::vector<Shapes> reducible_shapes() { return {{{2, 3, 4}}, {{1, 3, 1}}, {{2, 1, 2}}}; }

inline std::vector<Op> ops() {
  std::vector<Op> list;
  // F is a template lambda over the number type.
  const auto line = [&](std::string name, auto f, std::vector<Generator> arguments,
                        std::vector<Shapes> shapes) -> Op& {
    list.push_back({std::move(name), [f](const Vars<double>& v) { return f(v); },
                    [f](const Vars<float>& v) { return f(v); }, std::move(arguments),
                    std::move(shapes)});
    return list.back();
  };
  const auto elementwise = [&](std::string name, auto f, std::vector<Generator> arguments) {
    const auto shapes = arguments.size() == 1 ? unary_shapes() : binary_shapes();
    line(std::move(name), f, std::move(arguments), shapes).elementwise = true;
  };
  const Generator any = between(-2, 2), positive = between(0.5, 2), nonzero = both_signs(0.3, 2);

  // Elementwise, one argument.
  elementwise("neg", [](const auto& v) { return neg(v[0]); }, {any});
  elementwise("exp", [](const auto& v) { return exp(v[0]); }, {any});
  elementwise("log", [](const auto& v) { return log(v[0]); }, {positive});
  elementwise("log1p", [](const auto& v) { return log1p(v[0]); }, {between(-0.5, 2)});
  elementwise("sqrt", [](const auto& v) { return sqrt(v[0]); }, {positive});
  elementwise("abs", [](const auto& v) { return abs(v[0]); }, {nonzero});
  elementwise("tanh", [](const auto& v) { return tanh(v[0]); }, {any});
  elementwise("sigmoid", [](const auto& v) { return sigmoid(v[0]); }, {any});
  elementwise("softplus", [](const auto& v) { return softplus(v[0]); }, {any});
  elementwise("relu", [](const auto& v) { return relu(v[0]); }, {nonzero});
  elementwise("where_positive", [](const auto& v) { return where_positive(v[0], -v[0].value()); },
              {nonzero});
  elementwise("leaky_relu", []<class T>(const Vars<T>& v) { return leaky_relu(v[0], T(0.25)); },
              {nonzero});
  elementwise("elu", []<class T>(const Vars<T>& v) { return elu(v[0], T(1.5)); }, {nonzero});
  elementwise("normal_cdf", [](const auto& v) { return normal_cdf(v[0]); }, {any});
  elementwise("gelu", [](const auto& v) { return gelu(v[0]); }, {any});
  elementwise("square", [](const auto& v) { return square(v[0]); }, {any});
  elementwise("clamp", []<class T>(const Vars<T>& v) { return clamp(v[0], T(-1), T(1)); },
              {both_signs(0.1, 0.9)});
  elementwise("clamp", []<class T>(const Vars<T>& v) { return clamp(v[0], T(-1), T(1)); },
              {both_signs(1.1, 2)});

  // Elementwise, two arguments.
  elementwise("add", [](const auto& v) { return v[0] + v[1]; }, {any, any});
  elementwise("sub", [](const auto& v) { return v[0] - v[1]; }, {any, any});
  elementwise("mul", [](const auto& v) { return v[0] * v[1]; }, {any, any});
  elementwise("div", [](const auto& v) { return v[0] / v[1]; }, {any, nonzero});
  elementwise("pow", [](const auto& v) { return pow(v[0], v[1]); }, {positive, any});
  elementwise("maximum", [](const auto& v) { return maximum(v[0], v[1]); },
              {grid(-1), grid(-0.875)});
  elementwise("where",
              []<class T>(const Vars<T>& v) {
                const Shape s = broadcast_shapes("where", v[0].shape(), v[1].shape(), {});
                return where(condition<T>(s), v[0], v[1]);
              },
              {any, any});
  elementwise("bernoulli_log_prob", [](const auto& v) { return bernoulli_log_prob(v[0], v[1]); },
              {any, between(0.1, 0.9)});

  // Shape.
  line("reshape",
       [](const auto& v) {
         return reshape(v[0], {3, 4});
       },
       {any}, {{{12}}, {{2, 6}}, {{3, 1, 4}}});
  line("reshape", [](const auto& v) { return reshape(v[0], Shape{}); }, {any},
       {{Shape{}}, {{1}}, {{1, 1, 1}}});
  line("reshape", [](const auto& v) { return reshape(v[0], {0, 5}); }, {any}, {{{3, 0}}});
  line("transpose", [](const auto& v) { return transpose(v[0]); }, {any},
       {{{2, 3}}, {{1, 3}}, {{0, 3}}, {{2, 3, 2}}});
  line("transpose", [](const auto& v) { return transpose(v[0], 0, -1); }, {any},
       {{{4}}, {{2, 3}}, {{2, 1, 3}}, {{2, 0, 3}}});
  line("broadcast_to",
       [](const auto& v) {
         return broadcast_to(v[0], {2, 3, 4});
       },
       {any}, {{Shape{}}, {{4}}, {{3, 1}}, {{1, 1, 1}}, {{2, 1, 4}}, {{2, 3, 4}}});
  line("broadcast_to",
       [](const auto& v) {
         return broadcast_to(v[0], {2, 0});
       },
       {any}, {{Shape{}}, {{0}}, {{2, 1}}, {{1, 1}}});
  line("sum_to",
       [](const auto& v) {
         return sum_to(v[0], {3, 1});
       },
       {any}, {{{3, 1}}, {{3, 4}}, {{2, 3, 4}}, {{3, 0}}});
  line("sum_to", [](const auto& v) { return sum_to(v[0], Shape{}); }, {any},
       {{Shape{}}, {{3}}, {{2, 1, 3}}, {{0}}});
  line("concat", [](const auto& v) { return concat(v, 0); }, {any, any, any},
       {{{2}, {3}, {1}}, {{2, 2}, {0, 2}, {1, 2}}, {{0}, {0}, {0}}});
  line("concat", [](const auto& v) { return concat(v, -1); }, {any, any},
       {{{2, 3}, {2, 1}}, {{1, 2, 2}, {1, 2, 0}}, {{0, 2}, {0, 3}}});
  line("slice", [](const auto& v) { return slice(v[0], 0, 1, 3); }, {any},
       {{{4}}, {{3, 2}}, {{3, 0}}, {{5, 1, 2}}});
  line("slice", [](const auto& v) { return slice(v[0], -1, -2, -1); }, {any},
       {{{4}}, {{3, 2}}, {{2, 2, 3}}});
  line("slice", [](const auto& v) { return slice(v[0], 0, 1, 1); }, {any}, {{{4}}, {{2, 3}}});
  line("gather",
       [](const auto& v) {
         return gather(v[0], 0, positions({5, v[0].shape()[1]}, v[0].shape()[0]));
       },
       {any}, {{{3, 2}}, {{1, 2}}, {{3, 1}}, {{4, 0}}});
  line("gather",
       [](const auto& v) {
         return gather(v[0], -1, positions({2, 1}, 3));
       },
       {any}, {{{2, 3}}, {{4, 3}}});
  line("scatter_add",
       [](const auto& v) {
         return scatter_add(v[0], 0, positions(v[0].shape(), 3), {3, 2});
       },
       {any}, {{{4, 2}}, {{1, 2}}, {{2, 1}}, {{0, 2}}});
  line("scatter_add",
       [](const auto& v) {
         return scatter_add(v[0], -1, positions(v[0].shape(), 4), {2, 4});
       },
       {any}, {{{2, 5}}, {{1, 1}}, {{2, 0}}});

  // Reductions: all axes, one, several; axes dropped or kept.
  const std::vector<Shapes> with_empty = {{{2, 3, 4}}, {{1, 3, 1}}, {{2, 1, 2}}, {{2, 3, 0}}};
  line(
      "sum", [](const auto& v) { return sum(v[0]); }, {any}, unary_shapes());
  line(
      "sum", [](const auto& v) { return sum(v[0], 0); }, {any}, with_empty);
  line(
      "sum",
      [](const auto& v) {
        return sum(v[0], {0, 2}, Dims::keep);
      },
      {any}, with_empty);
  line(
      "sum",
      [](const auto& v) {
        return sum(v[0], {1, -1});
      },
      {any}, with_empty);
  line(
      "sum", [](const auto& v) { return sum(v[0], Axes::all(), Dims::keep); }, {any}, with_empty);
  line(
      "mean", [](const auto& v) { return mean(v[0]); }, {any}, reducible_shapes());
  line(
      "mean", [](const auto& v) { return mean(v[0], 0); }, {any}, with_empty);
  line(
      "mean",
      [](const auto& v) {
        return mean(v[0], {0, 1}, Dims::keep);
      },
      {any}, with_empty);
  line(
      "mean",
      [](const auto& v) {
        return mean(v[0], {0, -1});
      },
      {any}, reducible_shapes());
  for (Shapes s : reducible_shapes()) {
    line("max", [](const auto& v) { return max(v[0]); }, {distinct}, {s}).may_repeat = false;
    line("max", [](const auto& v) { return max(v[0], 1); }, {distinct}, {s}).may_repeat = false;
    line("max",
         [](const auto& v) {
           return max(v[0], {0, -1}, Dims::keep);
         },
         {distinct}, {s})
        .may_repeat = false;
  }
  line("max", [](const auto& v) { return max(v[0], 0); }, {distinct}, {{{2, 0}}, {{1, 2, 0}}});
  line(
      "logsumexp", [](const auto& v) { return logsumexp(v[0]); }, {any}, reducible_shapes());
  line(
      "logsumexp", [](const auto& v) { return logsumexp(v[0], 1); }, {any}, with_empty);
  line(
      "logsumexp",
      [](const auto& v) {
        return logsumexp(v[0], {0, -1}, Dims::keep);
      },
      {any}, reducible_shapes());
  line("log_softmax", [](const auto& v) { return log_softmax(v[0]); }, {any},
       {{{4}}, {{1}}, {{2, 3}}, {{3, 1}}, {{0, 3}}, {{2, 2, 3}}});
  line("log_softmax", [](const auto& v) { return log_softmax(v[0], 0); }, {any},
       {{{4}}, {{2, 3}}, {{3, 0}}});

  // Products.
  line("matmul", [](const auto& v) { return matmul(v[0], v[1]); }, {any, any},
       {{{2, 3}, {3, 4}}, {{1, 3}, {3, 1}}, {{2, 1}, {1, 2}}, {{2, 0}, {0, 3}}, {{0, 2}, {2, 3}}});
  line("matmul", [](const auto& v) { return matmul(v[0], v[1]); }, {any, any},
       {{{3, 2, 2}, {3, 2, 1}},
        {{3, 2, 2}, {2, 2}},
        {{2, 3}, {2, 3, 2}},
        {{2, 1, 2, 2}, {3, 2, 1}},
        {{1, 2, 1}, {3, 1, 2}},
        {{0, 2, 3}, {3, 2}}});
  line("linear", [](const auto& v) { return linear(v[0], v[1], v[2]); }, {any, any, any},
       {{{4, 3}, {2, 3}, {2}},
        {{1, 3}, {1, 3}, {1}},
        {{0, 3}, {2, 3}, {2}},
        {{2, 0}, {3, 0}, {3}},
        {{2, 2, 3}, {2, 3}, {2}}});

  // Convolution: one window and several, strides that leave pixels out, paddings, nothing at all.
  const std::vector<Shapes> images = {
      {{2, 2, 4, 5}}, {{1, 1, 3, 2}}, {{1, 3, 3, 3}}, {{0, 2, 4, 4}}};
  const ConvGeometry plain, strided{.stride = {2, 1}, .padding = {1, 0}},
      halving{.stride = 2, .padding = 1};
  const ConvGeometry doubling{.stride = {3, 2}, .padding = {0, 1}, .output_padding = {2, 1}};
  line(
      "unfold",
      [=](const auto& v) {
        return unfold(v[0], {3, 2}, strided);
      },
      {any}, images);
  line(
      "unfold", [](const auto& v) { return unfold(v[0], 1); }, {any}, images);
  line("fold",
       [=](const auto& v) {
         return fold(v[0], {2, 2, 3, 3}, {3, 2}, strided);
       },
       {any}, {{{12, 8}}});
  line("fold", [](const auto& v) { return fold(v[0], {0, 1, 2, 2}, 2); }, {any}, {{{4, 0}}});
  line("conv2d", [=](const auto& v) { return conv2d(v[0], v[1], v[2], plain); }, {any, any, any},
       {{{2, 2, 3, 3}, {3, 2, 2, 2}, {3}},
        {{1, 1, 1, 1}, {1, 1, 1, 1}, {1}},
        {{0, 2, 3, 3}, {1, 2, 2, 1}, {1}}});
  line("conv2d", [=](const auto& v) { return conv2d(v[0], v[1], v[2], strided); }, {any, any, any},
       {{{2, 1, 4, 3}, {2, 1, 3, 2}, {2}}, {{1, 2, 1, 2}, {1, 2, 2, 2}, {1}}});
  line("conv2d_input",
       [=](const auto& v) {
         return conv2d_input(v[0], v[1], v[2], {2, 1, 4, 3}, strided);
       },
       {any, any, any}, {{{2, 2, 2, 2}, {2, 1, 3, 2}, {1}}});
  line("conv2d_weight",
       [=](const auto& v) {
         return conv2d_weight(v[0], v[1], {3, 2}, strided);
       },
       {any, any}, {{{2, 1, 4, 3}, {2, 2, 2, 2}}, {{0, 1, 1, 2}, {0, 2, 1, 1}}});
  line(
      "sum_of_channels", [](const auto& v) { return sum_of_channels(v[0]); }, {any}, images);
  line("conv_transpose2d",
       [=](const auto& v) { return conv_transpose2d(v[0], v[1], v[2], halving); }, {any, any, any},
       {{{2, 2, 2, 2}, {2, 2, 4, 4}, {2}},
        {{1, 1, 1, 1}, {1, 1, 3, 3}, {1}},
        {{0, 2, 2, 2}, {2, 1, 3, 3}, {1}}});
  line("conv_transpose2d",
       [=](const auto& v) { return conv_transpose2d(v[0], v[1], v[2], doubling); }, {any, any, any},
       {{{2, 1, 2, 1}, {1, 2, 2, 3}, {2}}});
  line(
      "max_pool2d",
      [=](const auto& v) {
        return max_pool2d(v[0], {3, 2}, strided);
      },
      {distinct}, images)
      .may_repeat = false;
  line(
      "max_pool2d", [=](const auto& v) { return max_pool2d(v[0], 2, halving); }, {distinct}, images)
      .may_repeat = false;
  line(
      "avg_pool2d",
      [=](const auto& v) {
        return avg_pool2d(v[0], {3, 2}, strided);
      },
      {any}, images);
  line(
      "avg_pool2d", [=](const auto& v) { return avg_pool2d(v[0], 2, halving); }, {any}, images);
  return list;
}

// Layouts: the same numbers, elsewhere in memory (`repeated` changes the numbers, too).

enum class Layout { contiguous, transposed, sliced, repeated };
inline constexpr Layout layouts[] = {Layout::contiguous, Layout::transposed, Layout::sliced,
                                     Layout::repeated};

inline std::string text(Layout layout) {
  const char* const names[] = {"contiguous", "transposed", "sliced", "repeated"};
  return names[static_cast<std::size_t>(layout)];
}

/// x as a view of that layout; x itself where its shape leaves no choice. The numbers around a
/// slice are NaN, so that a step beside it does not go unnoticed.
inline Tensor<double> lay_out(Tensor<double> x, Layout layout) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  switch (layout) {
    case Layout::contiguous:
      break;
    case Layout::transposed:
      if (x.rank() >= 2) x = x.transpose(0, -1).to_contiguous().transpose(0, -1);
      break;
    case Layout::sliced:
      for (int axis = 0; axis < x.rank(); ++axis) {
        Shape around = x.shape();
        around[axis] = 1;
        const Tensor<double> pad = Tensor<double>::full(around, nan);
        x = concat(std::vector{pad, x, pad}, axis).slice(axis, 1, 1 + x.shape()[axis]);
      }
      break;
    case Layout::repeated:
      if (x.rank() >= 1 && x.shape()[-1] > 0) x = x.slice(-1, 0, 1).broadcast_to(x.shape());
      break;
  }
  return x;
}

/// Random arguments of these shapes, all in one layout.
inline std::vector<Tensor<double>> arguments(const Op& op, const Shapes& shapes, Layout layout,
                                             Rng& rng) {
  std::vector<Tensor<double>> result;
  for (std::size_t i = 0; i < shapes.size(); ++i)
    result.push_back(lay_out(op.arguments[i](shapes[i], rng), layout));
  return result;
}

/// Calls f(op, arguments, name) for every op, case and layout.
template <class F>
void for_each_case(const std::vector<Layout>& chosen, const F& f) {
  Rng rng(11);
  for (const Op& op : ops())
    for (const Shapes& shapes : op.shapes)
      for (const Layout layout : chosen) {
        if (layout == Layout::repeated && !op.may_repeat) continue;
        std::string name = op.name;
        for (const Shape& shape : shapes) name += " " + shape.text();
        f(op, arguments(op, shapes, layout, rng), name + " " + text(layout));
      }
}

}  // namespace gradus::catalogue
