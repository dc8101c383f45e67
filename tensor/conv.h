// What: conv2d and its two adjoints, by which images and weights get their gradients; unfold, which
//       lays out what each window of a convolution sees as one column of a matrix, and fold, its
//       adjoint; the positions that max pooling chooses; and the shapes of the results.
// Why: with the windows in a matrix a convolution is one matrix product, and gemm.h already knows
//      how to do that fast. The matrix is kh kw / stride^2 times as large as the images, so it is
//      made for a few images at a time, which stay in the cache, and never as a whole. There the
//      channels of a pixel lie side by side: then what a window sees is a few long runs of numbers.
// Invariants: images are [B, C, H, W], weights [out, in, kh, kw], those of a transposed convolution
//      [in, out, kh, kw], as PyTorch keeps them. The kernel is not turned around: these are
//      cross-correlations, as everywhere in deep learning. Pixels of the padding are 0. Results
//      have the same bits on any number of threads. Those of conv2d and conv2d_input are views of
//      [B, H, W, C], which the next convolution reads fastest. T is float or double.
// Read next: rng.h. Source: Dumoulin, Visin 2016, "A guide to convolution arithmetic".
#pragma once

#include "tensor/tensor.h"

namespace gradus {

/// Two numbers of pixels, down and across; one number stands for both.
struct HeightWidth {
  Size height, width;
  HeightWidth(Size both) : height(both), width(both) {}
  HeightWidth(Size height_, Size width_) : height(height_), width(width_) {}
};

/// How windows lie on an image, in pixels.
struct ConvGeometry {
  HeightWidth stride = 1;          ///< from one window to the next
  HeightWidth padding = 0;         ///< zeros around the image, on each side
  HeightWidth output_padding = 0;  ///< conv_transpose2d: more pixels below and to the right
};

/// How many windows an image [B, C, H, W] has: (H + 2 padding - kernel) / stride + 1 down, and the
/// like across, rounded down. Throws ShapeError, in the name of `op`, if there is none.
HeightWidth windows_of(const char* op, const Shape& images, HeightWidth kernel,
                       const ConvGeometry& geometry, Where where);

/// The shape [B, out, OH, OW] of a convolution; OH and OW count the windows. Throws ShapeError
/// unless x is [B, in, H, W], weight [out, in, kh, kw] and bias [out].
Shape conv2d_shape(const Shape& x, const Shape& weight, const Shape& bias,
                   const ConvGeometry& geometry, Where where = {});
/// The shape [B, out, OH, OW] of a transposed convolution, with
/// OH = (H - 1) stride - 2 padding + kh + output_padding. Throws ShapeError unless x is
/// [B, in, H, W], weight [in, out, kh, kw], bias [out], and the output padding is below the stride.
Shape conv_transpose2d_shape(const Shape& x, const Shape& weight, const Shape& bias,
                             const ConvGeometry& geometry, Where where = {});

/// y = conv2d(x, weight) + bias, the shapes as above. The result is a view of [B, OH, OW, out].
template <class T>
Tensor<T> conv2d(const Tensor<T>& x, const Tensor<T>& weight, const Tensor<T>& bias,
                 const ConvGeometry& geometry = {}, Where where = {});
/// The adjoint of conv2d as a function of x, plus a bias [in]: y [B, out, OH, OW] -> [B, in, H, W],
/// the shape `x`. It is the gradient of conv2d with respect to its images, and conv_transpose2d.
template <class T>
Tensor<T> conv2d_input(const Tensor<T>& y, const Tensor<T>& weight, const Tensor<T>& bias,
                       const Shape& x, const ConvGeometry& geometry = {}, Where where = {});
/// The adjoint of conv2d as a function of the weight: x [B, in, H, W], y [B, out, OH, OW] ->
/// [out, in, kh, kw], its gradient with respect to the weight.
template <class T>
Tensor<T> conv2d_weight(const Tensor<T>& x, const Tensor<T>& y, HeightWidth kernel,
                        const ConvGeometry& geometry = {}, Where where = {});

/// The windows of images [B, C, H, W] in columns: [C kh kw, B OH OW] (im2col).
template <class T>
Tensor<T> unfold(const Tensor<T>& images, HeightWidth kernel, const ConvGeometry& geometry = {},
                 Where where = {});
/// The adjoint of unfold: images of shape [B, C, H, W] in which every pixel is the sum of its
/// copies in the columns (col2im).
template <class T>
Tensor<T> fold(const Tensor<T>& columns, const Shape& images, HeightWidth kernel,
               const ConvGeometry& geometry = {}, Where where = {});

/// Where each window of images [B, C, H, W] is largest: [B, C, OH OW], positions among the H W
/// pixels of the channel. The first one if there are several; NaN counts as the largest; padding is
/// never chosen and must be smaller than the kernel.
template <class T>
Tensor<Size> max_pool_positions(const Tensor<T>& images, HeightWidth kernel,
                                const ConvGeometry& geometry = {}, Where where = {});

}  // namespace gradus
