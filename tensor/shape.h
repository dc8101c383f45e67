// What: Shape, Strides and Axes: how many numbers a tensor has along each axis, how far apart they
//       lie in memory, and which axes an op works on.
// Why: every rule of broadcasting is stated here once, so that every op follows it.
// Invariants: rank at most 6; sizes are never negative; rank 0 is a scalar and has one element.
// Read next: buffer.h.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "tensor/errors.h"

namespace gradus {

/// Counts and distances of elements.
using Size = std::int64_t;

inline constexpr int max_rank = 6;
/// Limit on the number of elements, so that counts and bytes never overflow.
inline constexpr Size max_numel = Size{1} << 58;

/// Distance, in elements, between neighbours along each axis. 0 repeats one element.
using Strides = std::array<Size, max_rank>;

class Shape {
 public:
  Shape() = default;  // a scalar
  Shape(std::initializer_list<Size> sizes, Where where = {})
      : Shape(std::span(sizes.begin(), sizes.size()), where) {}
  explicit Shape(std::span<const Size> sizes, Where where = {});

  int rank() const { return rank_; }
  /// Size along an axis; negative axes count from the end (-1 is the last one).
  Size operator[](int axis) const { return sizes_[slot(axis)]; }
  Size& operator[](int axis) { return sizes_[slot(axis)]; }
  Size numel() const {
    Size product = 1;
    for (int axis = 0; axis < rank_; ++axis) product *= (*this)[axis];
    return product;
  }

  const Size* begin() const { return sizes_.data(); }
  const Size* end() const { return sizes_.data() + rank_; }
  bool operator==(const Shape& other) const {
    bool equal = rank_ == other.rank_;
    for (int axis = 0; equal && axis < rank_; ++axis) equal = (*this)[axis] == other[axis];
    return equal;
  }

  /// "[128, 784]"
  std::string text() const;

 private:
  std::size_t slot(int axis) const {
    return static_cast<std::size_t>(axis < 0 ? axis + rank_ : axis);
  }

  std::array<Size, max_rank> sizes_{};
  int rank_ = 0;
};

/// The axes an op works on: `sum(x, 1)`, `sum(x, {0, -1})`, `sum(x, Axes::all())`.
class Axes {
 public:
  Axes(int axis) : axes_{axis}, count_(1) {}
  Axes(std::initializer_list<int> axes);
  static Axes all() { return Axes(); }

  /// One flag for each axis of a tensor of this rank. Throws ShapeError on an axis that is not
  /// there or is named twice.
  std::array<bool, max_rank> flags(const char* op, const Shape& shape, Where where) const;

 private:
  Axes() = default;

  std::array<int, max_rank> axes_{};
  int count_ = -1;  // -1: all of them
};

/// What a reduction does with the axes it has summed over: drop them, or keep them with size 1.
enum class Dims { drop, keep };

/// Strides of a contiguous tensor: the last axis is the fastest (row-major, C order).
inline Strides row_major(const Shape& shape) {
  Strides strides{};
  Size step = 1;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    strides[static_cast<std::size_t>(axis)] = step;
    step *= shape[axis];
  }
  return strides;
}

/// The axis as 0 .. rank-1. Throws ShapeError if the tensor has no such axis.
int resolve_axis(const char* op, int axis, const Shape& shape, Where where);

/// The shape both broadcast to: aligned at the last axis, equal sizes or 1 (NumPy's rule).
Shape broadcast_shapes(const char* op, const Shape& a, const Shape& b, Where where);

/// The strides by which a tensor of shape `from` is read as one of shape `to`, which it broadcasts
/// to: 0 along axes that are repeated or added in front.
Strides broadcast_strides(const Shape& from, const Strides& strides, const Shape& to);

/// The shape left after reducing over `axes`.
Shape reduced_shape(const char* op, const Shape& shape, Axes axes, Dims dims, Where where);

}  // namespace gradus
