// What: layers for images: Conv2d, ConvTranspose2d, MaxPool2d, AvgPool2d, and Flatten and Unflatten
//       between images [B, C, H, W] and rows [B, D].
// Why: a convolution looks for the same pattern at every place, with few weights; a transposed one
//      draws patterns, which is what a decoder does.
// Invariants: as in layers.h; weights have PyTorch's shapes, so they can travel.
// Read next: network.h. Source: LeCun, Bottou, Bengio, Haffner 1998, section II.
#pragma once

#include "nn/init.h"
#include "nn/parameter.h"

namespace gradus::nn {

/// x [B, in, H, W] -> [B, out, OH, OW], OH = (H + 2 padding - kernel) / stride + 1, rounded down.
/// Starts with Glorot's uniform weights and zero bias.
template <class T = float>
struct Conv2d {
  Parameter<T> weight, bias;  // [out, in, kh, kw], [out]
  ConvGeometry geometry;

  Conv2d(Size in, Size out, HeightWidth kernel, const ConvGeometry& geometry_, Rng& rng)
      : weight(glorot_uniform<T>({out, in, kernel.height, kernel.width},
                                 in * kernel.height * kernel.width,
                                 out * kernel.height * kernel.width, rng)),
        bias(Tensor<T>::zeros({out})),
        geometry(geometry_) {}
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    return conv2d(x, tracked(weight), tracked(bias), geometry, where);
  }
  void visit(auto&& f) {
    f("weight", weight);
    f("bias", bias);
  }
};

/// x [B, in, H, W] -> [B, out, OH, OW], OH = (H - 1) stride - 2 padding + kernel + output_padding:
/// back to the size that a Conv2d of the same geometry began with. Starts like Conv2d.
template <class T = float>
struct ConvTranspose2d {
  Parameter<T> weight, bias;  // [in, out, kh, kw], [out]
  ConvGeometry geometry;

  ConvTranspose2d(Size in, Size out, HeightWidth kernel, const ConvGeometry& geometry_, Rng& rng)
      : weight(glorot_uniform<T>({in, out, kernel.height, kernel.width},
                                 in * kernel.height * kernel.width,
                                 out * kernel.height * kernel.width, rng)),
        bias(Tensor<T>::zeros({out})),
        geometry(geometry_) {}
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    return conv_transpose2d(x, tracked(weight), tracked(bias), geometry, where);
  }
  void visit(auto&& f) {
    f("weight", weight);
    f("bias", bias);
  }
};

/// The largest pixel of each window; unless told otherwise the windows lie side by side.
struct MaxPool2d {
  HeightWidth kernel;
  ConvGeometry geometry;

  explicit MaxPool2d(HeightWidth kernel_) : MaxPool2d(kernel_, {.stride = kernel_}) {}
  MaxPool2d(HeightWidth kernel_, const ConvGeometry& geometry_)
      : kernel(kernel_), geometry(geometry_) {}
  template <class T>
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    return max_pool2d(x, kernel, geometry, where);
  }
};

/// The mean of each window, likewise.
struct AvgPool2d {
  HeightWidth kernel;
  ConvGeometry geometry;

  explicit AvgPool2d(HeightWidth kernel_) : AvgPool2d(kernel_, {.stride = kernel_}) {}
  AvgPool2d(HeightWidth kernel_, const ConvGeometry& geometry_)
      : kernel(kernel_), geometry(geometry_) {}
  template <class T>
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    return avg_pool2d(x, kernel, geometry, where);
  }
};

/// [B, ...] -> [B, D], D the product of all other sizes.
struct Flatten {
  template <class T>
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    const Shape& shape = x.shape();
    if (shape.rank() == 0) throw ShapeError("Flatten: a scalar has no batch axis", where);
    Size row = 1;
    for (int axis = 1; axis < shape.rank(); ++axis) row *= shape[axis];
    return reshape(x, {shape[0], row}, where);
  }
};

/// [B, D] -> [B, shape...]: Unflatten{{1, 28, 28}} makes images of rows.
struct Unflatten {
  Shape shape;

  template <class T>
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    if (x.shape().rank() != 2 || x.shape()[1] != shape.numel())
      throw ShapeError("Unflatten: x " + x.shape().text() + ", but [B, " +
                           std::to_string(shape.numel()) + "] is needed for images " + shape.text(),
                       where);
    std::vector<Size> sizes = {x.shape()[0]};
    sizes.insert(sizes.end(), shape.begin(), shape.end());
    return reshape(x, Shape(sizes, where), where);
  }
};

}  // namespace gradus::nn
