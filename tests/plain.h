// What: the ops of the library a second time, each as the loops of its definition.
// Why: what a fast kernel computes is compared with this, so it must be plainly right: numbers in
//      row-major order, no views, no blocks, double only.
// Invariants: shares no code with what it is compared with, beyond Shape and to_vector().
// Read next: catalogue.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

#include "tensor/conv.h"

namespace gradus::plain {

using Index = std::vector<Size>;

/// The position of an index among the elements of `shape`. The index may be that of a larger shape
/// to which this one broadcasts: aligned at the last axis, anything along an axis of size 1.
inline std::size_t position(const Shape& shape, const Index& index) {
  const std::size_t skipped = index.size() - static_cast<std::size_t>(shape.rank());
  Size p = 0;
  for (int axis = 0; axis < shape.rank(); ++axis)
    p = p * shape[axis] + (shape[axis] == 1 ? 0 : index[skipped + static_cast<std::size_t>(axis)]);
  return static_cast<std::size_t>(p);
}

struct Array {
  Shape shape;
  std::vector<double> values;

  Array(const Shape& s, std::vector<double> v) : shape(s), values(std::move(v)) {}
  template <class T>
  explicit Array(const Tensor<T>& x) : shape(x.shape()) {
    for (const T v : x.to_vector()) values.push_back(static_cast<double>(v));
  }
  double operator()(const Index& i) const { return values[position(shape, i)]; }
  double& operator()(const Index& i) { return values[position(shape, i)]; }
};
using Arrays = std::vector<Array>;

/// Calls f(index) for all indices of a shape, in row-major order.
template <class F>
void for_each_index(const Shape& shape, const F& f) {
  Index index(static_cast<std::size_t>(shape.rank()), 0);
  for (Size n = shape.numel(); n > 0; --n) {
    f(std::as_const(index));
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
      Size& i = index[static_cast<std::size_t>(axis)];
      if (++i < shape[axis]) break;
      i = 0;
    }
  }
}

/// The array whose element at index i is f(i).
template <class F>
Array make(const Shape& shape, const F& f) {
  Array y(shape, {});
  for_each_index(shape, [&](const Index& i) { y.values.push_back(f(i)); });
  return y;
}
inline Array full(const Shape& shape, double value) {
  return make(shape, [=](const Index&) { return value; });
}

// Elementwise.

template <class F>
Array map(const Array& x, const F& f) {
  return make(x.shape, [&](const Index& i) { return f(x(i)); });
}

inline Shape broadcast(const Shape& a, const Shape& b) {
  if (a.rank() < b.rank()) return broadcast(b, a);
  Shape y = a;
  for (int axis = -1; axis >= -b.rank(); --axis)
    if (y[axis] == 1) y[axis] = b[axis];
  return y;
}

template <class F>
Array zip(const Array& a, const Array& b, const F& f) {
  return make(broadcast(a.shape, b.shape), [&](const Index& i) { return f(a(i), b(i)); });
}

// Rearrangement.

inline std::size_t axis_of(int axis, const Shape& shape) {
  return static_cast<std::size_t>(axis < 0 ? axis + shape.rank() : axis);
}

inline Array reshape(const Array& x, const Shape& shape) { return {shape, x.values}; }

inline Array transpose(const Array& x, int a, int b) {
  Shape shape = x.shape;
  std::swap(shape[a], shape[b]);
  return make(shape, [&](Index i) {
    std::swap(i[axis_of(a, shape)], i[axis_of(b, shape)]);
    return x(i);
  });
}

inline Array broadcast_to(const Array& x, const Shape& shape) {
  return make(shape, [&](const Index& i) { return x(i); });
}

/// Elements begin, ..., begin + count - 1 along an axis.
inline Array slice(const Array& x, int axis, Size begin, Size count) {
  Shape shape = x.shape;
  shape[axis] = count;
  return make(shape, [&](Index i) {
    if (x.shape[axis] > 1) i[axis_of(axis, shape)] += begin;
    return x(i);
  });
}

inline Array concat(const Arrays& parts, int axis) {
  Shape shape = parts[0].shape;
  shape[axis] = 0;
  for (const Array& part : parts) shape[axis] += part.shape[axis];
  return make(shape, [&](Index i) {
    Size& along = i[axis_of(axis, shape)];
    auto part = parts.begin();
    for (; along >= part->shape[axis]; ++part) along -= part->shape[axis];
    return (*part)(i);
  });
}

/// x with the index along an axis replaced by the number at that place of `places`.
inline Array gather(const Array& x, int axis, const Array& places) {
  return make(places.shape, [&](const Index& i) {
    Index from = i;
    from[axis_of(axis, x.shape)] = static_cast<Size>(places(i));
    return x(from);
  });
}

inline Array scatter_add(const Array& x, int axis, const Array& places, const Shape& shape) {
  Array y = full(shape, 0);
  for_each_index(x.shape, [&](const Index& i) {
    Index to = i;
    to[axis_of(axis, shape)] = static_cast<Size>(places(i));
    y(to) += x(i);
  });
  return y;
}

// Reductions.

inline std::vector<int> every_axis(const Array& x) {
  std::vector<int> axes(static_cast<std::size_t>(x.shape.rank()));
  std::iota(axes.begin(), axes.end(), 0);
  return axes;
}

/// combine(... combine(combine(start, x0), x1) ..., xn) over `axes`, which keep the size 1.
template <class F>
Array reduce(const Array& x, const std::vector<int>& axes, double start, const F& combine) {
  Shape kept = x.shape;
  for (const int axis : axes) kept[axis] = 1;
  Array y = full(kept, start);
  for_each_index(x.shape, [&](const Index& i) { y(i) = combine(y(i), x(i)); });
  return y;
}

/// Without the axes of size 1 that a reduction has left.
inline Array drop(const Array& y, const std::vector<int>& axes) {
  std::vector<Size> sizes(y.shape.begin(), y.shape.end());
  for (const int axis : axes) sizes[axis_of(axis, y.shape)] = -1;
  std::erase(sizes, -1);
  return {Shape(std::span<const Size>(sizes)), y.values};
}

inline Array sum(const Array& x, const std::vector<int>& axes) {
  return reduce(x, axes, 0, std::plus<>());
}
inline Array mean(const Array& x, const std::vector<int>& axes) {
  const Array ones = full(x.shape, 1);
  return zip(sum(x, axes), sum(ones, axes), std::divides<>());
}
inline Array max(const Array& x, const std::vector<int>& axes) {
  return reduce(x, axes, -std::numeric_limits<double>::infinity(),
                [](double a, double b) { return std::max(a, b); });
}
inline Array logsumexp(const Array& x, const std::vector<int>& axes) {
  const auto add_exponential = [](double total, double v) { return total + std::exp(v); };
  return map(reduce(x, axes, 0, add_exponential), [](double v) { return std::log(v); });
}
inline Array log_softmax(const Array& x, int axis) {
  return zip(x, logsumexp(x, {axis}), std::minus<>());
}

/// What is left of x when its repetitions are added up to `shape`.
inline Array sum_to(const Array& x, const Shape& shape) {
  Array y = full(shape, 0);
  for_each_index(x.shape, [&](const Index& i) { y(i) += x(i); });
  return y;
}

// Products.

inline Array matmul(const Array& a, const Array& b) {
  Shape batch_a = a.shape, batch_b = b.shape;
  for (const int axis : {-1, -2}) batch_a[axis] = batch_b[axis] = 1;
  Shape shape = broadcast(batch_a, batch_b);
  shape[-2] = a.shape[-2];
  shape[-1] = b.shape[-1];
  return make(shape, [&](const Index& i) {
    double total = 0;
    Index of_a = i, of_b = i;
    for (Size k = 0; k < a.shape[-1]; ++k) {
      of_a[i.size() - 1] = of_b[i.size() - 2] = k;
      total += a(of_a) * b(of_b);
    }
    return total;
  });
}

inline Array linear(const Array& x, const Array& weight, const Array& bias) {
  return zip(matmul(x, transpose(weight, 0, 1)), bias, std::plus<>());
}

// Convolution.

/// One weight of a window on one pixel of an image.
struct Tap {
  Size image, row, column;         // the pixel
  Size window_row, window_column;  // which window
  Size kernel_row, kernel_column;  // where in the window
};

/// Calls f(tap) for every tap that is not in the padding; `windows` counts them down and across.
template <class F>
void for_each_tap(const Shape& images, HeightWidth windows, HeightWidth kernel,
                  const ConvGeometry& g, const F& f) {
  const Shape taps = {images[0], windows.height, windows.width, kernel.height, kernel.width};
  for_each_index(taps, [&](const Index& i) {
    const Size row = i[1] * g.stride.height + i[3] - g.padding.height;
    const Size column = i[2] * g.stride.width + i[4] - g.padding.width;
    if (row >= 0 && row < images[2] && column >= 0 && column < images[3])
      f(Tap{i[0], row, column, i[1], i[2], i[3], i[4]});
  });
}

inline HeightWidth windows_of(const Shape& images, HeightWidth kernel, const ConvGeometry& g) {
  return {(images[2] + 2 * g.padding.height - kernel.height) / g.stride.height + 1,
          (images[3] + 2 * g.padding.width - kernel.width) / g.stride.width + 1};
}

inline HeightWidth kernel_of(const Array& weight) { return {weight.shape[2], weight.shape[3]}; }

/// The bias of each channel at all of its pixels.
inline Array fill(const Shape& images, const Array& bias) {
  return make(images, [&](const Index& i) { return bias({i[1]}); });
}

inline Array conv2d(const Array& x, const Array& w, const Array& bias, const ConvGeometry& g) {
  const HeightWidth windows = windows_of(x.shape, kernel_of(w), g);
  Array y = fill({x.shape[0], w.shape[0], windows.height, windows.width}, bias);
  for_each_tap(x.shape, windows, kernel_of(w), g, [&](const Tap& t) {
    for (Size out = 0; out < w.shape[0]; ++out)
      for (Size in = 0; in < w.shape[1]; ++in)
        y({t.image, out, t.window_row, t.window_column}) +=
            w({out, in, t.kernel_row, t.kernel_column}) * x({t.image, in, t.row, t.column});
  });
  return y;
}

/// Every y stamps the kernel onto images of this shape.
inline Array conv2d_input(const Array& y, const Array& w, const Array& bias, const Shape& images,
                          const ConvGeometry& g) {
  Array x = fill(images, bias);
  for_each_tap(images, {y.shape[2], y.shape[3]}, kernel_of(w), g, [&](const Tap& t) {
    for (Size out = 0; out < w.shape[0]; ++out)
      for (Size in = 0; in < w.shape[1]; ++in)
        x({t.image, in, t.row, t.column}) += w({out, in, t.kernel_row, t.kernel_column}) *
                                             y({t.image, out, t.window_row, t.window_column});
  });
  return x;
}

inline Array conv2d_weight(const Array& x, const Array& y, HeightWidth kernel,
                           const ConvGeometry& g) {
  Array w = full({y.shape[1], x.shape[1], kernel.height, kernel.width}, 0);
  for_each_tap(x.shape, {y.shape[2], y.shape[3]}, kernel, g, [&](const Tap& t) {
    for (Size out = 0; out < w.shape[0]; ++out)
      for (Size in = 0; in < w.shape[1]; ++in)
        w({out, in, t.kernel_row, t.kernel_column}) +=
            x({t.image, in, t.row, t.column}) * y({t.image, out, t.window_row, t.window_column});
  });
  return w;
}

inline Array conv_transpose2d(const Array& x, const Array& w, const Array& bias,
                              const ConvGeometry& g) {
  const auto size = [](Size n, Size stride, Size padding, Size kernel, Size more) {
    return (n - 1) * stride - 2 * padding + kernel + more;
  };
  const Shape images = {
      x.shape[0], w.shape[1],
      size(x.shape[2], g.stride.height, g.padding.height, w.shape[2], g.output_padding.height),
      size(x.shape[3], g.stride.width, g.padding.width, w.shape[3], g.output_padding.width)};
  return conv2d_input(x, w, bias, images, g);
}

/// Row (c, ki, kj) and column (b, i, j) of the matrix of windows.
inline Index cell_of(const Tap& t, Size channel, HeightWidth windows, HeightWidth kernel) {
  return {(channel * kernel.height + t.kernel_row) * kernel.width + t.kernel_column,
          (t.image * windows.height + t.window_row) * windows.width + t.window_column};
}

inline Array unfold(const Array& x, HeightWidth kernel, const ConvGeometry& g) {
  const HeightWidth windows = windows_of(x.shape, kernel, g);
  Array y = full(
      {x.shape[1] * kernel.height * kernel.width, x.shape[0] * windows.height * windows.width}, 0);
  for_each_tap(x.shape, windows, kernel, g, [&](const Tap& t) {
    for (Size c = 0; c < x.shape[1]; ++c)
      y(cell_of(t, c, windows, kernel)) = x({t.image, c, t.row, t.column});
  });
  return y;
}

inline Array fold(const Array& columns, const Shape& images, HeightWidth kernel,
                  const ConvGeometry& g) {
  const HeightWidth windows = windows_of(images, kernel, g);
  Array x = full(images, 0);
  for_each_tap(images, windows, kernel, g, [&](const Tap& t) {
    for (Size c = 0; c < images[1]; ++c)
      x({t.image, c, t.row, t.column}) += columns(cell_of(t, c, windows, kernel));
  });
  return x;
}

/// combine(... combine(start, pixel) ...) over each window, without the padding.
template <class F>
Array pool(const Array& x, HeightWidth kernel, const ConvGeometry& g, double start,
           const F& combine) {
  const HeightWidth windows = windows_of(x.shape, kernel, g);
  Array y = full({x.shape[0], x.shape[1], windows.height, windows.width}, start);
  for_each_tap(x.shape, windows, kernel, g, [&](const Tap& t) {
    for (Size c = 0; c < x.shape[1]; ++c) {
      double& so_far = y({t.image, c, t.window_row, t.window_column});
      so_far = combine(so_far, x({t.image, c, t.row, t.column}));
    }
  });
  return y;
}
inline Array max_pool2d(const Array& x, HeightWidth kernel, const ConvGeometry& g) {
  return pool(x, kernel, g, -std::numeric_limits<double>::infinity(),
              [](double a, double b) { return std::max(a, b); });
}
inline Array avg_pool2d(const Array& x, HeightWidth kernel, const ConvGeometry& g) {
  const double size = static_cast<double>(kernel.height * kernel.width);
  return map(pool(x, kernel, g, 0, std::plus<>()), [=](double v) { return v / size; });
}

}  // namespace gradus::plain
