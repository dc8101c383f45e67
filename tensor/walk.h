// What: Walk, the order in which an elementwise kernel visits operands that are not contiguous.
// Why: whatever the views, the work is a sequence of rows; a row is a first element for each
//      operand, a stride for each operand, and a length. Kernels only ever see rows.
// Invariants: the result is row-major; neighbouring axes that all operands step through evenly are
//      merged, so contiguous operands make one long row. A walk can start at any element.
// Read next: kernels.h.
#pragma once

#include <algorithm>

#include "tensor/parallel.h"
#include "tensor/tensor.h"

namespace gradus {

template <int Operands>
class Walk {
 public:
  /// `strides[k]` are those of operand k, already broadcast to `shape`.
  Walk(const Shape& shape, const std::array<Strides, Operands>& strides) {
    for (int axis = 0; axis < shape.rank(); ++axis) {
      const Size n = shape[axis];
      if (n == 1) continue;
      std::array<Size, Operands> step;
      for (std::size_t k = 0; k < Operands; ++k)
        step[k] = strides[k][static_cast<std::size_t>(axis)];
      if (axes_ > 0 && mergeable(step, n)) {
        sizes_[axes_ - 1] *= n;
        steps_[axes_ - 1] = step;
      } else {
        sizes_[axes_] = n;
        steps_[axes_++] = step;
      }
    }
    if (axes_ == 0) sizes_[axes_++] = 1;  // a single element
  }

  /// Calls row(position, offsets, n) for the rows of elements [begin, end): the row starts at
  /// element `position` of the row-major result and at offsets[k] elements into operand k.
  template <class Row>
  void rows(Size begin, Size end, const Row& row) const {
    if (begin >= end) return;
    std::array<Size, max_rank> index{};
    Size rest = begin;
    for (std::size_t axis = axes_; rest > 0;) {
      --axis;
      index[axis] = rest % sizes_[axis];
      rest /= sizes_[axis];
    }
    const std::size_t inner = axes_ - 1;
    while (begin < end) {
      std::array<Size, Operands> offsets{};
      for (std::size_t axis = 0; axis < axes_; ++axis)
        for (std::size_t k = 0; k < Operands; ++k) offsets[k] += index[axis] * steps_[axis][k];
      const Size n = std::min(sizes_[inner] - index[inner], end - begin);
      row(begin, offsets, n);
      begin += n;
      index[inner] += n;
      for (std::size_t axis = inner; axis > 0 && index[axis] == sizes_[axis]; --axis) {
        index[axis] = 0;
        ++index[axis - 1];
      }
    }
  }

  /// The stride of operand k within a row.
  Size stride(std::size_t k) const { return steps_[axes_ - 1][k]; }

 private:
  bool mergeable(const std::array<Size, Operands>& step, Size n) const {
    for (std::size_t k = 0; k < Operands; ++k)
      if (steps_[axes_ - 1][k] != step[k] * n) return false;
    return true;
  }

  std::array<Size, max_rank> sizes_{};
  std::array<std::array<Size, Operands>, max_rank> steps_{};
  std::size_t axes_ = 0;
};

/// Writes the elements of x in row-major order to y, in pieces on the threads.
template <class T>
void copy_strided(const Tensor<T>& x, T* y) {
  constexpr Size piece = 16384;
  const Size total = x.numel();
  const Walk<1> walk(x.shape(), {x.strides()});
  const Size stride = walk.stride(0);
  parallel_for((total + piece - 1) / piece, [&](Size task) {
    walk.rows(task * piece, std::min(total, (task + 1) * piece),
              [&](Size position, const std::array<Size, 1>& offset, Size n) {
                const T* const from = x.data() + offset[0];
                if (stride == 1)
                  std::copy_n(from, n, y + position);
                else
                  for (Size i = 0; i < n; ++i) y[position + i] = from[i * stride];
              });
  });
}

}  // namespace gradus
