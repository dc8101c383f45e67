// What: Tensor<T>, an array of numbers with a shape, for T = float, double (and std::int64_t for
//       indices, which can be moved around but not computed with).
// Why: a handle on (buffer, offset, shape, strides) makes transposing, slicing and broadcasting a
//      matter of reading the same memory in another order.
// Invariants: a tensor is a value. Copying is O(1); writing to memory that another tensor can see
//      first makes a copy of it, so no write is ever seen through another tensor. Functions that
//      return views never copy, except reshape of a tensor that is not contiguous.
// Read next: math.h.
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <type_traits>
#include <vector>

#include "tensor/buffer.h"
#include "tensor/shape.h"

namespace gradus {

/// An operand of an infix operator together with the place it was written, so that a + b can name
/// the caller's line like add(a, b) does.
template <class V>
class Located {
 public:
  Located(const V& operand, Where where_ = {}) : where(where_), operand_(&operand) {}
  template <class U>
  requires std::convertible_to<const U&, V> Located(const U& operand, Where where_ = {})
      : where(where_), converted_(to_value(operand)) {}

  const V& value() const { return converted_ ? *converted_ : *operand_; }
  const Where where;

 private:
  template <class U>
  static V to_value(const U& operand) {
    if constexpr (std::is_arithmetic_v<U>)
      return V(static_cast<typename V::Scalar>(operand));  // 2 * x and 0.5 * x, for any T
    else
      return operand;
  }

  const V* operand_ = nullptr;  // a copy would cost as much as a small op's arithmetic
  std::optional<V> converted_;  // an operand of another type, made a V
};

template <class T>
class Tensor {
 public:
  using Scalar = T;

  /// No elements: shape [0].
  Tensor() : shape_{0}, strides_(row_major(shape_)) {}
  /// A scalar, shape [].
  Tensor(T value);

  /// Memory is not initialised: for results that are written at once.
  static Tensor uninitialized(const Shape& shape);
  static Tensor full(const Shape& shape, T value);
  static Tensor zeros(const Shape& shape) { return full(shape, T(0)); }
  static Tensor ones(const Shape& shape) { return full(shape, T(1)); }
  /// The values in row-major order. Throws ShapeError if their number is not shape.numel().
  static Tensor from(const Shape& shape, const std::vector<T>& values, Where where = {});
  static Tensor vector(std::initializer_list<T> values);
  static Tensor matrix(std::initializer_list<std::initializer_list<T>> rows, Where where = {});
  /// 0, 1, ..., n-1.
  static Tensor arange(Size n);
  /// n values from first to last, both included; [first] if n = 1.
  static Tensor linspace(T first, T last, Size n);

  const Shape& shape() const { return shape_; }
  int rank() const { return shape_.rank(); }
  Size numel() const { return shape_.numel(); }
  const Strides& strides() const { return strides_; }

  /// The first element. Elements lie strides() apart; in a row only if contiguous().
  const T* data() const { return static_cast<const T*>(buffer_.data()) + offset_; }
  bool contiguous() const {
    Size step = 1;
    bool in_order = true;
    for (int axis = rank() - 1; axis >= 0; --axis) {
      const Size n = shape_[axis];
      in_order &= n == 1 || strides_[static_cast<std::size_t>(axis)] == step;
      step *= n;
    }
    return in_order || step == 0;
  }
  /// True when write() will not copy.
  bool exclusive() const { return buffer_.exclusive() && contiguous(); }
  /// The elements in row-major order, to be written; copies them first if anyone else sees them.
  T* write() {
    if (!exclusive()) *this = copy();
    return static_cast<T*>(buffer_.data()) + offset_;
  }

  /// One element; negative indices count from the end. Throws ShapeError if it is not there.
  T at(std::initializer_list<Size> index, Where where = {}) const;
  /// The only element. Throws ShapeError if there are none or several.
  T item(Where where = {}) const;
  /// All elements in row-major order.
  std::vector<T> to_vector() const;

  // Views.
  /// Exchanges two axes, by default the last two.
  Tensor transpose(int a = -2, int b = -1, Where where = {}) const;
  /// Elements begin, ..., end - 1 along an axis; negative positions count from the end.
  Tensor slice(int axis, Size begin, Size end, Where where = {}) const;
  /// Repeats axes of size 1 (stride 0) and adds axes in front.
  Tensor broadcast_to(const Shape& shape, Where where = {}) const;
  /// The same elements in row-major order under another shape; one size may be -1 (worked out).
  Tensor reshape(std::initializer_list<Size> sizes, Where where = {}) const;
  Tensor reshape(const Shape& shape, Where where = {}) const;

  /// The same values in row-major order: itself if it is contiguous, else a copy.
  Tensor to_contiguous() const;

  // Infix operators, elementwise and broadcasting; include math.h to use them.
  friend Tensor operator+(const Located<Tensor>& a, const Tensor& b) {
    return add(a.value(), b, a.where);
  }
  friend Tensor operator-(const Located<Tensor>& a, const Tensor& b) {
    return sub(a.value(), b, a.where);
  }
  friend Tensor operator*(const Located<Tensor>& a, const Tensor& b) {
    return mul(a.value(), b, a.where);
  }
  friend Tensor operator/(const Located<Tensor>& a, const Tensor& b) {
    return div(a.value(), b, a.where);
  }
  friend Tensor operator-(const Tensor& x) { return neg(x); }

 private:
  Tensor copy() const;  // in row-major order
  /// Row-major, over a buffer of that size.
  Tensor(Buffer buffer, const Shape& shape)
      : buffer_(std::move(buffer)), shape_(shape), strides_(row_major(shape)) {}

  Buffer buffer_;
  Size offset_ = 0;
  Shape shape_;
  Strides strides_{};
};

}  // namespace gradus
