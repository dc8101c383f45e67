// What: every differentiable op: its value, and beside it one VJP for each argument.
// Why: a derivative is easiest to trust next to the formula it is the derivative of.
// Invariants: rules are written with ops of this file, so gradients of any order exist. Ops that
//      broadcast return gradients of the output's shape; the tape sums them to the input's. In a
//      rule, g is dL/dy. The formula behind each rule is the derivative it implements.
// Read next: show.h.
#pragma once

#include <limits>
#include <numbers>

#include "autograd/tape.h"
#include "tensor/conv.h"

namespace gradus {

// Elementwise arithmetic; the two arguments broadcast.

template <class T>
Var<T> add(const Var<T>& a, const Var<T>& b, Where where = {}) {
  Var<T> y = output("add", add(a.value(), b.value(), where), where, a, b);
  vjp(y, a, [](const Var<T>& g) { return g; });  // d(a + b) = da + db
  vjp(y, b, [](const Var<T>& g) { return g; });
  return y;
}

template <class T>
Var<T> sub(const Var<T>& a, const Var<T>& b, Where where = {}) {
  Var<T> y = output("sub", sub(a.value(), b.value(), where), where, a, b);
  vjp(y, a, [](const Var<T>& g) { return g; });  // d(a - b) = da - db
  vjp(y, b, [](const Var<T>& g) { return -g; });
  return y;
}

template <class T>
Var<T> mul(const Var<T>& a, const Var<T>& b, Where where = {}) {
  Var<T> y = output("mul", mul(a.value(), b.value(), where), where, a, b);
  vjp(y, a, [b](const Var<T>& g) { return g * b; });  // d(ab) = b da + a db
  vjp(y, b, [a](const Var<T>& g) { return g * a; });
  return y;
}

template <class T>
Var<T> div(const Var<T>& a, const Var<T>& b, Where where = {}) {
  Var<T> y = output("div", div(a.value(), b.value(), where), where, a, b);
  vjp(y, a, [b](const Var<T>& g) { return g / b; });  // d(a/b) = da / b - (a/b) db / b
  vjp(y, b, [b, y](const Var<T>& g) { return -(g * y) / b; });
  return y;
}

template <class T>
Var<T> neg(const Var<T>& x, Where where = {}) {
  Var<T> y = output("neg", neg(x.value()), where, x);
  vjp(y, x, [](const Var<T>& g) { return -g; });  // d(-x) = -dx
  return y;
}

/// a where the condition (a constant) is not 0, else b.
template <class T>
Var<T> where(const Tensor<T>& condition, const Var<T>& a, const Var<T>& b, Where at = {}) {
  Var<T> y = output("where", where(condition, a.value(), b.value(), at), at, a, b);
  vjp(y, a, [condition](const Var<T>& g) { return where(condition, g, Var<T>(T(0))); });
  vjp(y, b, [condition](const Var<T>& g) { return where(condition, Var<T>(T(0)), g); });
  return y;
}

/// a^b. The rule for b needs a >= 0; at a = 0 it gives 0.
template <class T>
Var<T> pow(const Var<T>& a, const Var<T>& b, Where where = {}) {
  Var<T> y = output("pow", pow(a.value(), b.value(), where), where, a, b);
  // 0^-1 and log 0 are replaced before a product with 0 can turn them into NaN.
  vjp(y, a, [a, b](const Var<T>& g) {  // d a^b / da = b a^(b-1)
    const Tensor<T> zero = equal(a.value(), Tensor<T>(0)) * equal(b.value(), Tensor<T>(0));
    return g * b * pow(a, gradus::where(zero, Var<T>(T(1)), b - T(1)));
  });
  vjp(y, b, [a, y](const Var<T>& g) {  // d a^b / db = a^b log a
    const Tensor<T> zero = equal(a.value(), Tensor<T>(0));
    return g * y * log(gradus::where(zero, Var<T>(T(1)), a));
  });
  return y;
}

/// The larger one; where they are equal, each gets half of the gradient.
template <class T>
Var<T> maximum(const Var<T>& a, const Var<T>& b, Where where = {}) {
  Var<T> y = output("maximum", maximum(a.value(), b.value(), where), where, a, b);
  const auto share = [](const Tensor<T>& p, const Tensor<T>& q) {  // 1, 1/2 or 0
    return T(0.5) * (greater(p, q) + greater_equal(p, q));
  };
  vjp(y, a, [=](const Var<T>& g) { return g * share(a.value(), b.value()); });
  vjp(y, b, [=](const Var<T>& g) { return g * share(b.value(), a.value()); });
  return y;
}

// Elementwise functions.

template <class T>
Var<T> exp(const Var<T>& x, Where where = {}) {
  Var<T> y = output("exp", exp(x.value()), where, x);
  vjp(y, x, [y](const Var<T>& g) { return g * y; });  // d exp(x) = exp(x) dx
  return y;
}

template <class T>
Var<T> log(const Var<T>& x, Where where = {}) {
  Var<T> y = output("log", log(x.value()), where, x);
  vjp(y, x, [x](const Var<T>& g) { return g / x; });  // d log(x) = dx / x
  return y;
}

/// log(1 + x)
template <class T>
Var<T> log1p(const Var<T>& x, Where where = {}) {
  Var<T> y = output("log1p", log1p(x.value()), where, x);
  vjp(y, x, [x](const Var<T>& g) { return g / (T(1) + x); });  // d log(1 + x) = dx / (1 + x)
  return y;
}

template <class T>
Var<T> sqrt(const Var<T>& x, Where where = {}) {
  Var<T> y = output("sqrt", sqrt(x.value()), where, x);
  vjp(y, x, [y](const Var<T>& g) { return T(0.5) * g / y; });  // d sqrt(x) = dx / (2 sqrt(x))
  return y;
}

/// |x|, with derivative 0 at 0.
template <class T>
Var<T> abs(const Var<T>& x, Where where = {}) {
  Var<T> y = output("abs", abs(x.value()), where, x);
  vjp(y, x, [x](const Var<T>& g) { return g * sign(x.value()); });  // d|x| = sign(x) dx
  return y;
}

template <class T>
Var<T> tanh(const Var<T>& x, Where where = {}) {
  Var<T> y = output("tanh", tanh(x.value()), where, x);
  vjp(y, x, [y](const Var<T>& g) {  // d tanh(x) = (1 - tanh(x)^2) dx; on a tape as sigmoid below
    return Tape<T>::active() ? g * (T(1) - y * y) : Var<T>(tanh_gradient(g.value(), y.value()));
  });
  return y;
}

/// 1 / (1 + exp(-x))
template <class T>
Var<T> sigmoid(const Var<T>& x, Where where = {}) {
  Var<T> y = output("sigmoid", sigmoid(x.value()), where, x);
  vjp(y, x, [y](const Var<T>& g) {  // d s(x) = s (1 - s) dx; on a tape if to be differentiated
    return Tape<T>::active() ? g * y * (T(1) - y) : Var<T>(sigmoid_gradient(g.value(), y.value()));
  });
  return y;
}

/// log(1 + exp(x))
template <class T>
Var<T> softplus(const Var<T>& x, Where where = {}) {
  Var<T> y = output("softplus", softplus(x.value()), where, x);
  vjp(y, x, [x](const Var<T>& g) { return g * sigmoid(x); });  // d softplus(x) = sigmoid(x) dx
  return y;
}

/// a where x (a constant) is positive, else 0.
template <class T>
Var<T> where_positive(const Var<T>& a, const Tensor<T>& x, Where where = {}) {
  Var<T> y = output("where_positive", where_positive(a.value(), x, where), where, a);
  vjp(y, a, [x](const Var<T>& g) { return where_positive(g, x); });  // [x > 0] da
  return y;
}

/// max(x, 0), with derivative 0 at 0. The rule asks y, which the next layer holds anyway.
template <class T>
Var<T> relu(const Var<T>& x, Where where = {}) {
  Var<T> y = output("relu", maximum(x.value(), Tensor<T>(0)), where, x);
  vjp(y, x, [y](const Var<T>& g) { return where_positive(g, y.value()); });  // [y > 0] dx
  return y;
}

/// x for x > 0, else slope * x.
template <class T>
Var<T> leaky_relu(const Var<T>& x, T slope = T(0.01), Where where = {}) {
  const Tensor<T> positive = greater(x.value(), Tensor<T>(0));
  const Tensor<T> factor = gradus::where(positive, Tensor<T>(1), Tensor<T>(slope));
  Var<T> y = output("leaky_relu", x.value() * factor, where, x);
  vjp(y, x, [factor](const Var<T>& g) { return g * factor; });  // dx, or slope dx
  return y;
}

/// x for x > 0, else alpha (exp(x) - 1) (Clevert, Unterthiner, Hochreiter 2016).
template <class T>
Var<T> elu(const Var<T>& x, T alpha = T(1), Where where = {}) {
  const Tensor<T> positive = greater(x.value(), Tensor<T>(0));
  const Tensor<T> negative_part = alpha * (exp(minimum(x.value(), Tensor<T>(0))) - T(1));
  Var<T> y = output("elu", gradus::where(positive, x.value(), negative_part), where, x);
  vjp(y, x, [positive, y, alpha](const Var<T>& g) {  // dx, or alpha exp(x) dx = (y + alpha) dx
    return g * gradus::where(positive, Var<T>(T(1)), y + alpha);
  });
  return y;
}

/// The probability that a standard normal variable is below x.
template <class T>
Var<T> normal_cdf(const Var<T>& x, Where where = {}) {
  Var<T> y = output("normal_cdf", normal_cdf(x.value()), where, x);
  vjp(y, x, [x](const Var<T>& g) {  // dx exp(-x^2 / 2) / sqrt(2 pi)
    const T scale = std::numbers::inv_sqrtpi_v<T> / std::numbers::sqrt2_v<T>;
    return g * (scale * exp(T(-0.5) * x * x));
  });
  return y;
}

/// x normal_cdf(x), the exact form (Hendrycks, Gimpel 2016).
template <class T>
Var<T> gelu(const Var<T>& x, Where where = {}) {
  return mul(x, normal_cdf(x, where), where);
}

/// x kept between low and high; derivative 1 between them, 0 outside, 1 on the edges.
template <class T>
Var<T> clamp(const Var<T>& x, T low, T high, Where where = {}) {
  const Tensor<T>& v = x.value();
  Var<T> y = output("clamp", minimum(maximum(v, Tensor<T>(low)), Tensor<T>(high)), where, x);
  vjp(y, x, [=](const Var<T>& g) {  // [low <= x <= high] dx
    return g * (greater_equal(x.value(), Tensor<T>(low)) * less_equal(x.value(), Tensor<T>(high)));
  });
  return y;
}

/// log p(x) for x ~ Bernoulli(sigmoid(logits)): x l - softplus(l), finite for any l.
template <class T>
Var<T> bernoulli_log_prob(const Var<T>& logits, const Var<T>& x, Where where = {}) {
  Tensor<T> score;  // x - sigmoid(logits), from the pass that gives the value
  Tensor<T> value =
      bernoulli_log_prob(logits.value(), x.value(), where, logits.tracked() ? &score : nullptr);
  Var<T> y = output("bernoulli_log_prob", std::move(value), where, logits, x);
  vjp(y, logits, [=](const Var<T>& g) {  // (x - s(l)) dl; on a tape if it is to be differentiated
    return g * (Tape<T>::active() ? x - sigmoid(logits) : Var<T>(score));
  });
  vjp(y, x, [logits](const Var<T>& g) { return g * logits; });  // l dx
  return y;
}

// Shape.

template <class T>
Var<T> reshape(const Var<T>& x, const Shape& shape, Where where = {}) {
  Var<T> y = output("reshape", x.value().reshape(shape, where), where, x);
  vjp(y, x, [s = x.shape()](const Var<T>& g) { return reshape(g, s); });
  return y;
}

/// Exchanges two axes, by default the last two.
template <class T>
Var<T> transpose(const Var<T>& x, int a = -2, int b = -1, Where where = {}) {
  Var<T> y = output("transpose", x.value().transpose(a, b, where), where, x);
  vjp(y, x, [a, b](const Var<T>& g) { return transpose(g, a, b); });
  return y;
}

/// Repeats axes of size 1 and adds axes in front.
template <class T>
Var<T> broadcast_to(const Var<T>& x, const Shape& shape, Where where = {}) {
  Var<T> y = output("broadcast_to", x.value().broadcast_to(shape, where), where, x);
  vjp(y, x, [](const Var<T>& g) { return g; });  // the tape sums it to x's shape
  return y;
}

/// Sums to a shape that broadcasts to x's: what the tape undoes broadcasting with.
template <class T>
Var<T> sum_to(const Var<T>& x, const Shape& shape, Where where = {}) {
  if (x.shape() == shape) return x;
  Var<T> y = output("sum_to", sum_to(x.value(), shape, where), where, x);
  vjp(y, x, [s = x.shape()](const Var<T>& g) { return broadcast_to(g, s); });
  return y;
}

/// Joins along an axis.
template <class T>
Var<T> concat(const std::vector<Var<T>>& parts, int axis, Where where = {}) {
  std::vector<Tensor<T>> values;
  for (const Var<T>& part : parts) values.push_back(part.value());
  Var<T> y = output("concat", concat(values, axis, where), where, parts);
  Size begin = 0;
  for (const Var<T>& part : parts) {  // each part gets its slice back
    const Size end = begin + part.shape()[axis];
    vjp(y, part, [=](const Var<T>& g) { return slice(g, axis, begin, end); });
    begin = end;
  }
  return y;
}

/// Elements begin, ..., end - 1 along an axis; negative positions count from the end.
template <class T>
Var<T> slice(const Var<T>& x, int axis, Size begin, Size end, Where where = {}) {
  Var<T> y = output("slice", x.value().slice(axis, begin, end, where), where, x);
  vjp(y, x, [axis, begin, shape = x.shape()](const Var<T>& g) {  // zeros before and after
    Shape before = shape, after = shape;
    before[axis] = begin < 0 ? begin + shape[axis] : begin;
    after[axis] = shape[axis] - before[axis] - g.shape()[axis];
    return concat<T>({Tensor<T>::zeros(before), g, Tensor<T>::zeros(after)}, axis);
  });
  return y;
}

template <class T>
Var<T> scatter_add(const Var<T>& x, int axis, const Tensor<Size>& index, const Shape& shape,
                   Where where = {});

/// y[.., i, ..] = x[.., index[.., i, ..], ..] along `axis`.
template <class T>
Var<T> gather(const Var<T>& x, int axis, const Tensor<Size>& index, Where where = {}) {
  Var<T> y = output("gather", gather(x.value(), axis, index, where), where, x);
  vjp(y, x, [=, s = x.shape()](const Var<T>& g) { return scatter_add(g, axis, index, s); });
  return y;
}

/// Zeros of `shape` with x added at the places from which gather reads.
template <class T>
Var<T> scatter_add(const Var<T>& x, int axis, const Tensor<Size>& index, const Shape& shape,
                   Where where) {
  Var<T> y = output("scatter_add", scatter_add(x.value(), axis, index, shape, where), where, x);
  vjp(y, x, [=](const Var<T>& g) { return gather(g, axis, index); });
  return y;
}

// Reductions over axes.

template <class T>
Var<T> sum(const Var<T>& x, Axes axes = Axes::all(), Dims dims = Dims::drop, Where where = {}) {
  Var<T> y = output("sum", sum(x.value(), axes, dims, where), where, x);
  const Shape kept = reduced_shape("sum", x.shape(), axes, Dims::keep, where);
  vjp(y, x, [kept, s = x.shape()](const Var<T>& g) {  // every summand gets g
    return broadcast_to(reshape(g, kept), s);
  });
  return y;
}

template <class T>
Var<T> mean(const Var<T>& x, Axes axes = Axes::all(), Dims dims = Dims::drop, Where where = {}) {
  const Shape kept = reduced_shape("mean", x.shape(), axes, Dims::keep, where);
  Var<T> y = output("mean", mean(x.value(), axes, dims, where), where, x);
  const T count = static_cast<T>(x.value().numel()) / static_cast<T>(kept.numel());
  vjp(y, x, [kept, count, s = x.shape()](const Var<T>& g) {  // every summand gets g / n
    return broadcast_to(reshape(g / count, kept), s);
  });
  return y;
}

/// The largest; elements that share the maximum share its gradient evenly.
template <class T>
Var<T> max(const Var<T>& x, Axes axes = Axes::all(), Dims dims = Dims::drop, Where where = {}) {
  Var<T> y = output("max", max(x.value(), axes, dims, where), where, x);
  const Shape kept = reduced_shape("max", x.shape(), axes, Dims::keep, where);
  vjp(y, x, [x, axes, kept](const Var<T>& g) {  // [x = max] g / (number of maxima)
    const Tensor<T> largest = equal(x.value(), max(x.value(), axes, Dims::keep));
    return reshape(g, kept) * (largest / sum(largest, axes, Dims::keep));
  });
  return y;
}

/// log of the sum of exp(x), without overflow: m + log sum exp(x - m) with m = max x.
template <class T>
Var<T> logsumexp(const Var<T>& x, Axes axes = Axes::all(), Dims dims = Dims::drop,
                 Where where = {}) {
  const Shape shape = reduced_shape("logsumexp", x.shape(), axes, dims, where);
  const Tensor<T> infinity(std::numeric_limits<T>::infinity());
  Tensor<T> m = max(x.value(), axes, Dims::keep, where);
  m = gradus::where(less(abs(m), infinity), m, Tensor<T>(0));  // infinities are not shifted
  const Tensor<T> value = m + log(sum(exp(x.value() - m), axes, Dims::keep));
  Var<T> y = output("logsumexp", value.reshape(shape), where, x);
  vjp(y, x, [x, y, kept = value.shape()](const Var<T>& g) {  // softmax(x) g
    return reshape(g, kept) * exp(x - reshape(y, kept));
  });
  return y;
}

/// x - logsumexp(x) over an axis: the logarithm of softmax.
template <class T>
Var<T> log_softmax(const Var<T>& x, int axis = -1, Where where = {}) {
  return sub(x, logsumexp(x, axis, Dims::keep, where), where);
}

// Products.

/// [..., n, k] x [..., k, m] -> [..., n, m]
template <class T>
Var<T> matmul(const Var<T>& a, const Var<T>& b, Where where = {}) {
  Var<T> y = output("matmul", matmul(a.value(), b.value(), where), where, a, b);
  vjp(y, a, [b](const Var<T>& g) { return matmul(g, transpose(b)); });  // d(AB) = dA B + A dB
  vjp(y, b, [a](const Var<T>& g) { return matmul(transpose(a), g); });
  return y;
}

/// x W' + b for a batch of rows: x [B, in], weight [out, in], bias [out] -> [B, out]. x may have
/// more axes in front.
template <class T>
Var<T> linear(const Var<T>& x, const Var<T>& weight, const Var<T>& bias, Where where = {}) {
  if (x.shape().rank() < 2)
    throw ShapeError("linear: x " + x.shape().text() + " has no batch axis; [B, in] is needed",
                     where);
  Var<T> y = output("linear", linear(x.value(), weight.value(), bias.value(), where), where, x,
                    weight, bias);
  vjp(y, x, [weight](const Var<T>& g) { return matmul(g, weight); });  // d(xW') = dx W' + x dW'
  vjp(y, weight, [x](const Var<T>& g) { return matmul(transpose(g), x); });
  vjp(y, bias, [](const Var<T>& g) { return g; });  // the tape sums it over the batch
  return y;
}

// Convolution: images [B, C, H, W]; see tensor/conv.h.

template <class T>
Var<T> fold(const Var<T>& columns, const Shape& images, HeightWidth kernel,
            const ConvGeometry& geometry = {}, Where where = {});

/// The windows of images in columns: [B, C, H, W] -> [C kh kw, B OH OW]
template <class T>
Var<T> unfold(const Var<T>& images, HeightWidth kernel, const ConvGeometry& geometry = {},
              Where where = {}) {
  Var<T> y = output("unfold", unfold(images.value(), kernel, geometry, where), where, images);
  vjp(y, images, [=, s = images.shape()](const Var<T>& g) { return fold(g, s, kernel, geometry); });
  return y;
}

/// Images of a shape [B, C, H, W] whose pixels are the sums of their copies in the columns.
template <class T>
Var<T> fold(const Var<T>& columns, const Shape& images, HeightWidth kernel,
            const ConvGeometry& geometry, Where where) {
  Var<T> y = output("fold", fold(columns.value(), images, kernel, geometry, where), where, columns);
  vjp(y, columns, [=](const Var<T>& g) { return unfold(g, kernel, geometry); });
  return y;
}

/// [B, C, H, W] -> [C], in the order in which the numbers lie in memory: with channels last there
/// are whole rows to add up.
template <class T>
Var<T> sum_of_channels(const Var<T>& x) {
  const Shape s = x.shape();
  if (x.value().strides()[1] != 1) return sum(sum(x, {2, 3}), 0);
  const Var<T> pixels = transpose(transpose(x, 1, 2), 2, 3);
  return sum(reshape(pixels, {s[0] * s[2] * s[3], s[1]}), 0);
}

// A convolution is bilinear: <g, conv2d(x, w)> is linear in each of g, x and w. Leaving out one of
// the three gives the three functions below, so that each is in the rules of the others.

template <class T>
Var<T> conv2d(const Var<T>& x, const Var<T>& weight, const Var<T>& bias,
              const ConvGeometry& geometry = {}, Where where = {});
template <class T>
Var<T> conv2d_input(const Var<T>& y, const Var<T>& weight, const Var<T>& bias, const Shape& x,
                    const ConvGeometry& geometry = {}, Where where = {});

/// x [B, in, H, W], y [B, out, OH, OW] -> [out, in, kh, kw]: the gradient of <y, conv2d(x, w)>
/// with respect to w.
template <class T>
Var<T> conv2d_weight(const Var<T>& x, const Var<T>& y, HeightWidth kernel,
                     const ConvGeometry& geometry = {}, Where where = {}) {
  Var<T> w = output("conv2d_weight", conv2d_weight(x.value(), y.value(), kernel, geometry, where),
                    where, x, y);
  vjp(w, x, [=, s = x.shape()](const Var<T>& g) {
    return conv2d_input(y, g, Var<T>(Tensor<T>::zeros({s[1]})), s, geometry);
  });
  vjp(w, y, [=, out = y.shape()[1]](const Var<T>& g) {
    return conv2d(x, g, Var<T>(Tensor<T>::zeros({out})), geometry);
  });
  return w;
}

/// x [B, in, H, W], weight [out, in, kh, kw], bias [out] -> [B, out, OH, OW], with
/// OH = (H + 2 padding - kh) / stride + 1, rounded down.
template <class T>
Var<T> conv2d(const Var<T>& x, const Var<T>& weight, const Var<T>& bias,
              const ConvGeometry& geometry, Where where) {
  Var<T> y = output("conv2d", conv2d(x.value(), weight.value(), bias.value(), geometry, where),
                    where, x, weight, bias);
  vjp(y, x, [=, s = x.shape()](const Var<T>& g) {
    return conv2d_input(g, weight, Var<T>(Tensor<T>::zeros({s[1]})), s, geometry);
  });
  vjp(y, weight, [=, w = weight.shape()](const Var<T>& g) {
    return conv2d_weight(x, g, {w[2], w[3]}, geometry);
  });
  vjp(y, bias, [](const Var<T>& g) { return sum_of_channels(g); });
  return y;
}

/// y [B, out, OH, OW], weight [out, in, kh, kw], bias [in] -> [B, in, H, W], the shape x: the
/// gradient of <y, conv2d(x, w)> with respect to x, plus a bias.
template <class T>
Var<T> conv2d_input(const Var<T>& y, const Var<T>& weight, const Var<T>& bias, const Shape& x,
                    const ConvGeometry& geometry, Where where) {
  Var<T> images = output("conv2d_input",
                         conv2d_input(y.value(), weight.value(), bias.value(), x, geometry, where),
                         where, y, weight, bias);
  vjp(images, y, [=, out = weight.shape()[0]](const Var<T>& g) {
    return conv2d(g, weight, Var<T>(Tensor<T>::zeros({out})), geometry);
  });
  vjp(images, weight, [=, w = weight.shape()](const Var<T>& g) {
    return conv2d_weight(g, y, {w[2], w[3]}, geometry);
  });
  vjp(images, bias, [](const Var<T>& g) { return sum_of_channels(g); });
  return images;
}

/// x [B, in, H, W], weight [in, out, kh, kw], bias [out] -> [B, out, OH, OW], with
/// OH = (H - 1) stride - 2 padding + kh + output_padding. Without its bias it is the adjoint of the
/// conv2d with this weight.
template <class T>
Var<T> conv_transpose2d(const Var<T>& x, const Var<T>& weight, const Var<T>& bias,
                        const ConvGeometry& geometry = {}, Where where = {}) {
  const Shape shape =
      conv_transpose2d_shape(x.shape(), weight.shape(), bias.shape(), geometry, where);
  const ConvGeometry windows{.stride = geometry.stride, .padding = geometry.padding};
  return conv2d_input(x, weight, bias, shape, windows, where);
}

/// The largest pixel of each window, [B, C, H, W] -> [B, C, OH, OW]; the first of equal ones gets
/// the whole gradient.
template <class T>
Var<T> max_pool2d(const Var<T>& x, HeightWidth kernel, const ConvGeometry& geometry,
                  Where where = {}) {
  const HeightWidth size = windows_of("max_pool2d", x.shape(), kernel, geometry, where);
  const Tensor<Size> positions = max_pool_positions(x.value(), kernel, geometry, where);
  const Size images = x.shape()[0], channels = x.shape()[1], pixels = x.shape()[2] * x.shape()[3];
  const Var<T> y = gather(reshape(x, {images, channels, pixels}, where), 2, positions, where);
  return reshape(y, {images, channels, size.height, size.width}, where);
}

/// The mean of each window, pixels of the padding included, [B, C, H, W] -> [B, C, OH, OW]
template <class T>
Var<T> avg_pool2d(const Var<T>& x, HeightWidth kernel, const ConvGeometry& geometry,
                  Where where = {}) {
  const HeightWidth size = windows_of("avg_pool2d", x.shape(), kernel, geometry, where);
  const Size images = x.shape()[0], channels = x.shape()[1];
  const Shape planes = {images * channels, 1, x.shape()[2], x.shape()[3]};
  const T share = T(1) / static_cast<T>(kernel.height * kernel.width);
  const Var<T> weight(Tensor<T>::full({1, 1, kernel.height, kernel.width}, share));
  const Var<T> y =
      conv2d(reshape(x, planes, where), weight, Var<T>(Tensor<T>::zeros({1})), geometry, where);
  return reshape(y, {images, channels, size.height, size.width}, where);
}

/// The value without its history: gradients stop here.
template <class T>
Var<T> detach(const Var<T>& x) {
  return Var<T>(x.value());
}

/// x * x, elementwise.
template <class T>
Var<T> square(const Var<T>& x, Where where = {}) {
  return mul(x, x, where);
}

}  // namespace gradus
