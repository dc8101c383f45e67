#include "tensor/conv.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tensor/gemm.h"
#include "tensor/kernels.h"
#include "tensor/math.h"
#include "tensor/parallel.h"
#include "tensor/profile.h"

namespace gradus {
namespace {

std::string text(HeightWidth n) {
  return std::to_string(n.height) + " x " + std::to_string(n.width);
}

void check_geometry(const std::string& op, HeightWidth kernel, const ConvGeometry& g, Where where) {
  const auto least = [](HeightWidth n) { return std::min(n.height, n.width); };
  if (least(kernel) < 1 || least(g.stride) < 1 || least(g.padding) < 0 ||
      least(g.output_padding) < 0)
    throw ShapeError(op + ": kernel " + text(kernel) + ", stride " + text(g.stride) + ", padding " +
                         text(g.padding) + ", output padding " + text(g.output_padding) +
                         ", but kernel and stride must be at least 1 and paddings at least 0",
                     where);
}

/// The windows along one axis that see, through one element of the kernel, a pixel of the image
/// and not of the padding: first, ..., last - 1.
struct Run {
  Size first, last;
};

/// Window j sees pixel j * stride + offset of `size` pixels.
Run run_inside(Size offset, Size stride, Size size, Size windows) {
  const auto windows_before = [&](Size pixel) {  // windows whose pixel lies before this one
    return std::clamp((pixel - offset + stride - 1) / stride, Size{0}, windows);
  };
  return {offset >= 0 ? 0 : windows_before(0), offset >= size ? 0 : windows_before(size)};
}

/// An element of the kernel: its place in the window, the padding taken off, and the windows in
/// which it lies inside the image.
struct Tap {
  Size top, left;
  Run down, across;
};

// Numbers in the columns of a chunk (1 MiB of floats), and chunks, at most. Fixed, so that sums
// over the chunks never depend on the threads or on the machine.
constexpr Size most_numbers = Size{1} << 18, most_chunks = 16;

/// The windows on a batch of images, checked.
struct Windows {
  HeightWidth kernel;
  ConvGeometry geometry;
  HeightWidth windows;  // down and across
  Size images, channels, height, width;

  Windows(const char* op, const Shape& shape, HeightWidth kernel_, const ConvGeometry& g, Where at)
      : kernel(kernel_),
        geometry(g),
        windows(windows_of(op, shape, kernel_, g, at)),
        images(shape[0]),
        channels(shape[1]),
        height(shape[2]),
        width(shape[3]) {}

  std::vector<Tap> taps() const {
    std::vector<Tap> list;
    const HeightWidth& padding = geometry.padding;
    for (Size top = -padding.height; top < kernel.height - padding.height; ++top)
      for (Size left = -padding.width; left < kernel.width - padding.width; ++left)
        list.push_back({top, left, run_inside(top, geometry.stride.height, height, windows.height),
                        run_inside(left, geometry.stride.width, width, windows.width)});
    return list;
  }

  Size per_image() const { return windows.height * windows.width; }
  /// Numbers that a window sees, and those of them in one row of the image.
  Size seen() const { return kernel.height * run(); }
  Size run() const { return kernel.width * channels; }
  /// The arithmetic of all windows with `out` kernels.
  Work work(Size out) const {
    return {.flops = 2.0 * static_cast<double>(images * per_image() * seen() * out)};
  }
  /// From one window to the next, in numbers.
  Size step() const { return geometry.stride.width * channels; }
  /// A row of an image, in numbers, without and with its padding.
  Size row() const { return width * channels; }
  Size padded_row() const { return (width + 2 * geometry.padding.width) * channels; }
  Shape padded() const { return {height + 2 * geometry.padding.height, padded_row()}; }
  /// Where an image begins inside its padding.
  Size inside() const {
    return geometry.padding.height * padded_row() + geometry.padding.width * channels;
  }

  /// Calls f(column, pixel) for each row of taps of each row of windows: where, in the columns and
  /// in the padded image, the run of the first of these windows begins.
  template <class F>
  void for_each_run(const F& f) const {
    for (Size i = 0; i < windows.height; ++i)
      for (Size k = 0; k < kernel.height; ++k)
        f(i * windows.width * seen() + k * run(), (i * geometry.stride.height + k) * padded_row());
  }

  /// A chunk is some images, so few that their columns stay in the L2 cache.
  Size images_per_chunk() const {
    const Size fit = most_numbers / std::max<Size>(1, per_image() * seen());
    return std::clamp<Size>((images + most_chunks - 1) / most_chunks, 1, std::max<Size>(fit, 1));
  }
  Size chunks() const { return (images + images_per_chunk() - 1) / images_per_chunk(); }

  /// Calls f(chunk, first image, images) for every chunk, on the pool.
  template <class F>
  void for_each_chunk(const F& f) const {
    const Size n = images_per_chunk();
    if (images > 0)
      parallel_for(chunks(),
                   [&](Size chunk) { f(chunk, chunk * n, std::min(n, images - chunk * n)); });
  }

  /// Calls f(image, channel) for every plane, on the pool.
  template <class F>
  void for_each_plane(const F& f) const {
    if (images > 0) parallel_for(images * channels, [&](Size i) { f(i % images, i / images); });
  }

  /// Calls f(window, row, column, n) for each run of n windows side by side in which a tap lies
  /// inside the image: on pixel (row, column) for the first of them.
  template <class F>
  void for_each_window(const Tap& tap, const F& f) const {
    if (tap.across.first >= tap.across.last) return;
    for (Size i = tap.down.first; i < tap.down.last; ++i)
      f(i * windows.width + tap.across.first, i * geometry.stride.height + tap.top,
        tap.across.first * geometry.stride.width + tap.left, tap.across.last - tap.across.first);
  }
};

HeightWidth kernel_of(const auto& weight) { return {weight.shape()[2], weight.shape()[3]}; }

/// Throws ShapeError unless conv2d makes y of x and weight.
void check_adjoint(const std::string& op, const Shape& x, const Shape& weight, const Shape& y,
                   const ConvGeometry& geometry, Where where) {
  const Shape needed = conv2d_shape(x, weight, {weight[0]}, geometry, where);
  if (y != needed)
    throw ShapeError(op + ": y " + y.text() + ", but conv2d of x " + x.text() + " with weight " +
                         weight.text() + " is " + needed.text(),
                     where);
}

/// [B, C, H, W] -> [B, H, W, C], a view.
template <class T>
Tensor<T> channels_last(const Tensor<T>& x) {
  return x.transpose(1, 2).transpose(2, 3);
}
/// [B, H, W, C] -> [B, C, H, W], a view.
template <class T>
Tensor<T> channels_first(const Tensor<T>& x) {
  return x.transpose(2, 3).transpose(1, 2);
}

/// Copies an image, pixel after pixel, to rows that begin `row` numbers apart.
template <class T>
void copy_image(const Tensor<T>& x, Size image, T* out, Size row) {
  const Size channels = x.shape()[1], height = x.shape()[2], width = x.shape()[3];
  const Strides step = x.strides();
  for (Size i = 0; i < height; ++i) {
    const T* const in = x.data() + image * step[0] + i * step[2];
    T* const to = out + i * row;
    if (step[3] == channels && (step[1] == 1 || channels == 1)) {
      std::copy_n(in, width * channels, to);
      continue;
    }
    for (Size j = 0; j < width; ++j)
      for (Size c = 0; c < channels; ++c) to[j * channels + c] = in[c * step[1] + j * step[3]];
  }
}

/// Images [count OH OW, C], pixel after pixel: where they lie, or a copy.
template <class T>
Tensor<T> rows_of(const Tensor<T>& x, Size first, Size count) {
  const Tensor<T> images = x.slice(0, first, first + count);
  const Size channels = x.shape()[1], pixels = x.shape()[2] * x.shape()[3];
  const Tensor<T> rows = channels_last(images);
  if (rows.contiguous()) return rows.reshape({count * pixels, channels});
  Tensor<T> copy = Tensor<T>::uninitialized({count * pixels, channels});
  for (Size i = 0; i < count; ++i)
    copy_image(images, i, copy.write() + i * pixels * channels, x.shape()[3] * channels);
  return copy;
}

// What a window sees in one row of the image is a run of kw C numbers, side by side in the image
// and in the columns. Runs shorter than this are not worth a call each: they are walked across,
// the first numbers of all windows, the second ones, and so on.
constexpr Size short_run = 16;

/// `count` runs that lie some steps apart.
template <class T>
struct Runs {
  T* data;
  Size step;
};

template <class T>
void copy_runs(Runs<const T> from, Runs<T> to, Size run, Size count) {
  if (run < short_run) {
    for (Size n = 0; n < run; ++n)
      for (Size j = 0; j < count; ++j) to.data[j * to.step + n] = from.data[j * from.step + n];
  } else {
    for (Size j = 0; j < count; ++j)
      std::copy_n(from.data + j * from.step, run, to.data + j * to.step);
  }
}

template <class T>
void add_runs(Runs<const T> from, Runs<T> to, Size run, Size count) {
  if (run < short_run) {
    for (Size n = 0; n < run; ++n)
      for (Size j = 0; j < count; ++j) to.data[j * to.step + n] += from.data[j * from.step + n];
  } else {
    const auto add = kernels<T>()[Binary::add];
    for (Size j = 0; j < count; ++j) {
      T* const sum = to.data + j * to.step;
      add(sum, 1, from.data + j * from.step, 1, sum, run);
    }
  }
}

/// C = A B (+ bias, the same for each row); A and B may be views.
template <class T>
void product(const Tensor<T>& a, const Tensor<T>& b, T* c, const T* bias = nullptr) {
  gemm<T>({.m = a.shape()[0],
           .n = b.shape()[1],
           .k = a.shape()[1],
           .a = a.data(),
           .a_row = a.strides()[0],
           .a_col = a.strides()[1],
           .b = b.data(),
           .b_row = b.strides()[0],
           .b_col = b.strides()[1],
           .c = c,
           .c_row = b.shape()[1],
           .bias = bias});
}

/// What the windows of some images see, one row for each window: [images OH OW, kh kw C].
template <class T>
Tensor<T> unfold_chunk(const Tensor<T>& x, const Windows& w, Size first, Size images) {
  Tensor<T> columns = Tensor<T>::uninitialized({images * w.per_image(), w.seen()});
  Tensor<T> padded = Tensor<T>::zeros(w.padded());
  T* out = columns.write();
  T* const image = padded.write();
  for (Size b = 0; b < images; ++b, out += w.per_image() * w.seen()) {
    copy_image(x, first + b, image + w.inside(), w.padded_row());
    w.for_each_run([&](Size column, Size pixel) {
      copy_runs<T>({image + pixel, w.step()}, {out + column, w.seen()}, w.run(), w.windows.width);
    });
  }
  return columns;
}

/// The adjoint, with a bias: `out` [B, H, W, C] becomes the sum of the pixels' copies.
template <class T>
void fold_chunk(const Tensor<T>& columns, const Windows& w, const Tensor<T>& bias, Size first,
                Size images, T* out) {
  Tensor<T> padded = Tensor<T>::uninitialized(w.padded());
  T* const image = padded.write();
  const T* in = columns.data();
  out += first * w.height * w.row();
  for (Size b = 0; b < images; ++b, in += w.per_image() * w.seen(), out += w.height * w.row()) {
    for (Size pixel = 0; pixel < padded.numel(); pixel += w.channels)
      std::copy_n(bias.data(), w.channels, image + pixel);
    w.for_each_run([&](Size column, Size pixel) {
      add_runs<T>({in + column, w.seen()}, {image + pixel, w.step()}, w.run(), w.windows.width);
    });
    copy_runs<T>({image + w.inside(), w.padded_row()}, {out, w.row()}, w.row(), w.height);
  }
}

}  // namespace

HeightWidth windows_of(const char* op, const Shape& images, HeightWidth kernel,
                       const ConvGeometry& geometry, Where where) {
  const std::string name = op;
  if (images.rank() != 4)
    throw ShapeError(name + ": images " + images.text() + ", but [B, C, H, W] is needed", where);
  check_geometry(name, kernel, geometry, where);
  if (geometry.output_padding.height != 0 || geometry.output_padding.width != 0)
    throw ShapeError(name + ": an output padding is for conv_transpose2d only", where);
  const Size down = images[2] + 2 * geometry.padding.height - kernel.height;
  const Size across = images[3] + 2 * geometry.padding.width - kernel.width;
  if (down < 0 || across < 0)
    throw ShapeError(name + ": a kernel of " + text(kernel) + " is larger than images " +
                         images.text() + " with padding " + text(geometry.padding),
                     where);
  return {down / geometry.stride.height + 1, across / geometry.stride.width + 1};
}

Shape conv2d_shape(const Shape& x, const Shape& weight, const Shape& bias,
                   const ConvGeometry& geometry, Where where) {
  if (x.rank() != 4 || weight.rank() != 4 || x[1] != weight[1] || bias != Shape{weight[0]})
    throw ShapeError("conv2d: x " + x.text() + ", weight " + weight.text() + ", bias " +
                         bias.text() + ", but [B, in, H, W], [out, in, kh, kw], [out] are needed",
                     where);
  const HeightWidth size = windows_of("conv2d", x, {weight[2], weight[3]}, geometry, where);
  return Shape({x[0], weight[0], size.height, size.width}, where);
}

Shape conv_transpose2d_shape(const Shape& x, const Shape& weight, const Shape& bias,
                             const ConvGeometry& g, Where where) {
  const std::string operands = "conv_transpose2d: x " + x.text() + ", weight " + weight.text() +
                               ", bias " + bias.text() + ", ";
  if (x.rank() != 4 || weight.rank() != 4 || x[1] != weight[0] || bias != Shape{weight[1]})
    throw ShapeError(operands + "but [B, in, H, W], [in, out, kh, kw], [out] are needed", where);
  check_geometry("conv_transpose2d", {weight[2], weight[3]}, g, where);
  if (g.output_padding.height >= g.stride.height || g.output_padding.width >= g.stride.width)
    throw ShapeError("conv_transpose2d: output padding " + text(g.output_padding) +
                         " must be smaller than stride " + text(g.stride),
                     where);
  const Size height =
      (x[2] - 1) * g.stride.height - 2 * g.padding.height + weight[2] + g.output_padding.height;
  const Size width =
      (x[3] - 1) * g.stride.width - 2 * g.padding.width + weight[3] + g.output_padding.width;
  if (x[2] < 1 || x[3] < 1 || height < 1 || width < 1)
    throw ShapeError(operands + "padding " + text(g.padding) + " leave no pixel", where);
  return Shape({x[0], weight[1], height, width}, where);
}

template <class T>
Tensor<T> conv2d(const Tensor<T>& x, const Tensor<T>& weight, const Tensor<T>& bias,
                 const ConvGeometry& geometry, Where where) {
  const Shape shape = conv2d_shape(x.shape(), weight.shape(), bias.shape(), geometry, where);
  const Windows w("conv2d", x.shape(), kernel_of(weight), geometry, where);
  const Size out = shape[1];
  const Tensor<T> matrix =
      channels_last(weight).reshape({out, w.seen()}).transpose().to_contiguous();
  const Tensor<T> plain_bias = bias.to_contiguous();
  Tensor<T> y = Tensor<T>::uninitialized({shape[0], shape[2], shape[3], out});
  const Timed timed("conv2d", w.work(out));
  T* const pixels = y.write();
  w.for_each_chunk([&](Size, Size first, Size images) {
    const Tensor<T> columns = unfold_chunk(x, w, first, images);
    product(columns, matrix, pixels + first * w.per_image() * out, plain_bias.data());
  });
  return channels_first(y);
}

template <class T>
Tensor<T> conv2d_input(const Tensor<T>& y, const Tensor<T>& weight, const Tensor<T>& bias,
                       const Shape& x, const ConvGeometry& geometry, Where where) {
  const Windows w("conv2d_input", x, kernel_of(weight), geometry, where);
  check_adjoint("conv2d_input", x, weight.shape(), y.shape(), geometry, where);
  if (bias.shape() != Shape{x[1]})
    throw ShapeError("conv2d_input: bias " + bias.shape().text() + " for x " + x.text(), where);
  const Tensor<T> matrix = channels_last(weight).reshape({weight.shape()[0], w.seen()});
  const Tensor<T> plain_bias = bias.to_contiguous();
  Tensor<T> result = Tensor<T>::uninitialized({w.images, w.height, w.width, w.channels});
  const Timed timed("conv2d_input", w.work(y.shape()[1]));
  T* const pixels = result.write();
  w.for_each_chunk([&](Size, Size first, Size images) {
    Tensor<T> columns = Tensor<T>::uninitialized({images * w.per_image(), w.seen()});
    product(rows_of(y, first, images), matrix, columns.write());
    fold_chunk(columns, w, plain_bias, first, images, pixels);
  });
  return channels_first(result);
}

template <class T>
Tensor<T> conv2d_weight(const Tensor<T>& x, const Tensor<T>& y, HeightWidth kernel,
                        const ConvGeometry& geometry, Where where) {
  const Windows w("conv2d_weight", x.shape(), kernel, geometry, where);
  const Size out = y.rank() == 4 ? y.shape()[1] : 0;
  check_adjoint("conv2d_weight", x.shape(), {out, w.channels, kernel.height, kernel.width},
                y.shape(), geometry, where);
  Tensor<T> parts =
      Tensor<T>::uninitialized({w.chunks(), out, kernel.height, kernel.width, w.channels});
  const Timed timed("conv2d_weight", w.work(out));
  T* const sums = parts.write();
  w.for_each_chunk([&](Size chunk, Size first, Size images) {
    const Tensor<T> columns = unfold_chunk(x, w, first, images);
    product(rows_of(y, first, images).transpose(), columns, sums + chunk * out * w.seen());
  });
  return channels_first(sum(parts, 0)).to_contiguous();
}

template <class T>
Tensor<T> unfold(const Tensor<T>& images, HeightWidth kernel, const ConvGeometry& geometry,
                 Where where) {
  const Windows w("unfold", images.shape(), kernel, geometry, where);
  const Tensor<T> columns = unfold_chunk(images, w, 0, w.images);
  return columns.reshape({columns.shape()[0], kernel.height * kernel.width, w.channels})
      .transpose(0, 2)
      .reshape({w.seen(), w.images * w.per_image()});
}

template <class T>
Tensor<T> fold(const Tensor<T>& columns, const Shape& images, HeightWidth kernel,
               const ConvGeometry& geometry, Where where) {
  const Windows w("fold", images, kernel, geometry, where);
  const Shape needed = {w.seen(), w.images * w.per_image()};
  if (columns.shape() != needed)
    throw ShapeError("fold: columns " + columns.shape().text() + ", but images " + images.text() +
                         " unfold to " + needed.text(),
                     where);
  const Tensor<T> rows = columns.reshape({w.channels, kernel.height * kernel.width, needed[1]})
                             .transpose(0, 2)
                             .reshape({needed[1], needed[0]});
  Tensor<T> result = Tensor<T>::uninitialized({w.images, w.height, w.width, w.channels});
  fold_chunk(rows, w, Tensor<T>::zeros({w.channels}), 0, w.images, result.write());
  return channels_first(result).to_contiguous();
}

template <class T>
Tensor<Size> max_pool_positions(const Tensor<T>& images, HeightWidth kernel,
                                const ConvGeometry& geometry, Where where) {
  const Windows w("max_pool2d", images.shape(), kernel, geometry, where);
  if (geometry.padding.height >= kernel.height || geometry.padding.width >= kernel.width ||
      w.height == 0 || w.width == 0)
    throw ShapeError("max_pool2d: windows of " + text(kernel) + " on " + images.shape().text() +
                         " with padding " + text(geometry.padding) +
                         " would see no pixel; padding must be smaller than the kernel",
                     where);
  const Tensor<T> plain = images.to_contiguous();
  Tensor<Size> result = Tensor<Size>::uninitialized({w.images, w.channels, w.per_image()});
  const Timed timed("max_pool_positions", images, result);
  Size* const positions = result.write();
  const std::vector<Tap> taps = w.taps();
  const auto below = [](T a, T b) { return a < b || (std::isnan(b) && !std::isnan(a)); };
  w.for_each_plane([&](Size image, Size channel) {
    const Size number = image * w.channels + channel;
    const T* const plane = plain.data() + number * w.height * w.width;
    Size* const best = positions + number * w.per_image();
    std::fill_n(best, w.per_image(), Size{-1});
    for (const Tap& tap : taps)
      w.for_each_window(tap, [&](Size window, Size row, Size column, Size n) {
        for (Size j = 0; j < n; ++j) {
          const Size pixel = row * w.width + column + j * geometry.stride.width;
          Size& chosen = best[window + j];
          if (chosen < 0 || below(plane[chosen], plane[pixel])) chosen = pixel;
        }
      });
  });
  return result;
}

#define GRADUS_INSTANTIATE(T)                                                                  \
  template Tensor<T> conv2d(const Tensor<T>&, const Tensor<T>&, const Tensor<T>&,              \
                            const ConvGeometry&, Where);                                       \
  template Tensor<T> conv2d_input(const Tensor<T>&, const Tensor<T>&, const Tensor<T>&,        \
                                  const Shape&, const ConvGeometry&, Where);                   \
  template Tensor<T> conv2d_weight(const Tensor<T>&, const Tensor<T>&, HeightWidth,            \
                                   const ConvGeometry&, Where);                                \
  template Tensor<T> unfold(const Tensor<T>&, HeightWidth, const ConvGeometry&, Where);        \
  template Tensor<T> fold(const Tensor<T>&, const Shape&, HeightWidth, const ConvGeometry&,    \
                          Where);                                                              \
  template Tensor<Size> max_pool_positions(const Tensor<T>&, HeightWidth, const ConvGeometry&, \
                                           Where);

GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)

}  // namespace gradus
