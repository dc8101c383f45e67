#include "tensor/conv.h"

#include <algorithm>
#include <cmath>
#include <vector>

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

/// The windows on a batch of images, checked.
struct Windows {
  HeightWidth kernel;
  ConvGeometry geometry;
  HeightWidth windows;  // down and across
  Size images, channels, height, width;
  std::vector<Tap> taps;

  Windows(const char* op, const Shape& shape, HeightWidth kernel_, const ConvGeometry& g, Where at)
      : kernel(kernel_),
        geometry(g),
        windows(windows_of(op, shape, kernel_, g, at)),
        images(shape[0]),
        channels(shape[1]),
        height(shape[2]),
        width(shape[3]) {
    for (Size top = -g.padding.height; top < kernel.height - g.padding.height; ++top)
      for (Size left = -g.padding.width; left < kernel.width - g.padding.width; ++left)
        taps.push_back({top, left, run_inside(top, g.stride.height, height, windows.height),
                        run_inside(left, g.stride.width, width, windows.width)});
  }

  Size tap_count() const { return static_cast<Size>(taps.size()); }
  Size per_image() const { return windows.height * windows.width; }
  Shape columns() const { return {channels * tap_count(), images * per_image()}; }
  /// Where the windows of an image begin in the columns, in the row of a channel's first tap.
  Size begin(Size image, Size channel) const {
    return (channel * tap_count() * images + image) * per_image();
  }
  /// From there to the row of the next tap.
  Size next_tap() const { return images * per_image(); }

  /// Calls f(image, channel) for every plane, on the pool; image after image of one channel, which
  /// is how the columns lie in memory.
  template <class F>
  void for_each_plane(const F& f) const {
    if (images > 0) parallel_for(images * channels, [&](Size i) { f(i % images, i / images); });
  }

  /// Calls f(window, row, column, n) for each run of n windows side by side in which a tap lies
  /// inside the image: on pixel (row, column) for the first of them.
  template <class F>
  void for_each_run(const Tap& tap, const F& f) const {
    if (tap.across.first >= tap.across.last) return;
    for (Size i = tap.down.first; i < tap.down.last; ++i)
      f(i * windows.width + tap.across.first, i * geometry.stride.height + tap.top,
        tap.across.first * geometry.stride.width + tap.left, tap.across.last - tap.across.first);
  }
};

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
Tensor<T> unfold(const Tensor<T>& images, HeightWidth kernel, const ConvGeometry& geometry,
                 Where where) {
  const Windows w("unfold", images.shape(), kernel, geometry, where);
  Tensor<T> result = Tensor<T>::uninitialized(w.columns());
  const Timed timed("unfold", images, result);
  T* const columns = result.write();
  const Strides steps = images.strides();
  const Size step = steps[3] * geometry.stride.width;
  w.for_each_plane([&](Size image, Size channel) {
    const T* const plane = images.data() + image * steps[0] + channel * steps[1];
    T* out = columns + w.begin(image, channel);
    for (const Tap& tap : w.taps) {
      std::fill_n(out, w.per_image(), T(0));
      w.for_each_run(tap, [&](Size window, Size row, Size column, Size n) {
        const T* const in = plane + row * steps[2] + column * steps[3];
        for (Size j = 0; j < n; ++j) out[window + j] = in[j * step];
      });
      out += w.next_tap();
    }
  });
  return result;
}

template <class T>
Tensor<T> fold(const Tensor<T>& columns, const Shape& images, HeightWidth kernel,
               const ConvGeometry& geometry, Where where) {
  const Windows w("fold", images, kernel, geometry, where);
  if (columns.shape() != w.columns())
    throw ShapeError("fold: columns " + columns.shape().text() + ", but images " + images.text() +
                         " unfold to " + w.columns().text(),
                     where);
  const Tensor<T> plain = columns.to_contiguous();
  Tensor<T> result = Tensor<T>::uninitialized(images);
  const Timed timed("fold", columns, result);
  T* const pixels = result.write();
  w.for_each_plane([&](Size image, Size channel) {
    T* const plane = pixels + (image * w.channels + channel) * w.height * w.width;
    std::fill_n(plane, w.height * w.width, T(0));
    const T* in = plain.data() + w.begin(image, channel);
    for (const Tap& tap : w.taps) {
      w.for_each_run(tap, [&](Size window, Size row, Size column, Size n) {
        T* const out = plane + row * w.width + column;
        for (Size j = 0; j < n; ++j) out[j * geometry.stride.width] += in[window + j];
      });
      in += w.next_tap();
    }
  });
  return result;
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
  const auto below = [](T a, T b) { return a < b || (std::isnan(b) && !std::isnan(a)); };
  w.for_each_plane([&](Size image, Size channel) {
    const Size number = image * w.channels + channel;
    const T* const plane = plain.data() + number * w.height * w.width;
    Size* const best = positions + number * w.per_image();
    std::fill_n(best, w.per_image(), Size{-1});
    for (const Tap& tap : w.taps)
      w.for_each_run(tap, [&](Size window, Size row, Size column, Size n) {
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
  template Tensor<T> unfold(const Tensor<T>&, HeightWidth, const ConvGeometry&, Where);        \
  template Tensor<T> fold(const Tensor<T>&, const Shape&, HeightWidth, const ConvGeometry&,    \
                          Where);                                                              \
  template Tensor<Size> max_pool_positions(const Tensor<T>&, HeightWidth, const ConvGeometry&, \
                                           Where);

GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)

}  // namespace gradus
