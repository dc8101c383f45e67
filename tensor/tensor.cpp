#include "tensor/tensor.h"

#include <algorithm>
#include <cstring>

#include "tensor/profile.h"
#include "tensor/walk.h"

namespace gradus {
namespace {

std::size_t slot(int axis) { return static_cast<std::size_t>(axis); }

}  // namespace

template <class T>
Tensor<T>::Tensor(T value) : buffer_(sizeof(T)) {
  *static_cast<T*>(buffer_.data()) = value;
}

template <class T>
Tensor<T> Tensor<T>::uninitialized(const Shape& shape) {
  return Tensor(Buffer(static_cast<std::size_t>(shape.numel()) * sizeof(T)), shape);
}

template <class T>
Tensor<T> Tensor<T>::full(const Shape& shape, T value) {
  Tensor result = uninitialized(shape);
  const Timed timed("fill", result);
  std::fill_n(result.write(), result.numel(), value);
  return result;
}

template <class T>
Tensor<T> Tensor<T>::from(const Shape& shape, const std::vector<T>& values, Where where) {
  if (static_cast<Size>(values.size()) != shape.numel())
    throw ShapeError("from: " + std::to_string(values.size()) + " values for shape " + shape.text(),
                     where);
  Tensor result = uninitialized(shape);
  std::copy(values.begin(), values.end(), result.write());
  return result;
}

template <class T>
Tensor<T> Tensor<T>::vector(std::initializer_list<T> values) {
  return from({static_cast<Size>(values.size())}, values);
}

template <class T>
Tensor<T> Tensor<T>::matrix(std::initializer_list<std::initializer_list<T>> rows, Where where) {
  const std::size_t columns = rows.size() == 0 ? 0 : rows.begin()->size();
  std::vector<T> values;
  for (const auto& row : rows) {
    if (row.size() != columns) throw ShapeError("matrix: rows of different lengths", where);
    values.insert(values.end(), row.begin(), row.end());
  }
  return from({static_cast<Size>(rows.size()), static_cast<Size>(columns)}, values, where);
}

template <class T>
Tensor<T> Tensor<T>::arange(Size n) {
  Tensor result = uninitialized({n});
  T* const y = result.write();
  for (Size i = 0; i < n; ++i) y[i] = static_cast<T>(i);
  return result;
}

template <class T>
Tensor<T> Tensor<T>::linspace(T first, T last, Size n) {
  Tensor result = uninitialized({n});
  T* const y = result.write();
  for (Size i = 0; i < n; ++i)
    y[i] = n == 1 ? first : first + (last - first) * static_cast<T>(i) / static_cast<T>(n - 1);
  return result;
}

template <class T>
T Tensor<T>::at(std::initializer_list<Size> index, Where where) const {
  if (static_cast<int>(index.size()) != rank())
    throw ShapeError("at: " + std::to_string(index.size()) + " indices into " + shape_.text(),
                     where);
  const T* p = data();
  int axis = 0;
  for (const Size i : index) {
    const Size n = shape_[axis];
    if (i < -n || i >= n)
      throw ShapeError("at: index " + std::to_string(i) + " on axis " + std::to_string(axis) +
                           " of " + shape_.text(),
                       where);
    p += (i < 0 ? i + n : i) * strides_[slot(axis)];
    ++axis;
  }
  return *p;
}

template <class T>
T Tensor<T>::item(Where where) const {
  if (numel() != 1)
    throw ShapeError("item: a tensor of shape " + shape_.text() + " is not a single number", where);
  return *data();
}

template <class T>
std::vector<T> Tensor<T>::to_vector() const {
  std::vector<T> values(static_cast<std::size_t>(numel()));
  copy_strided(*this, values.data());
  return values;
}

template <class T>
Tensor<T> Tensor<T>::transpose(int a, int b, Where where) const {
  a = resolve_axis("transpose", a, shape_, where);
  b = resolve_axis("transpose", b, shape_, where);
  Tensor view = *this;
  std::swap(view.shape_[a], view.shape_[b]);
  std::swap(view.strides_[slot(a)], view.strides_[slot(b)]);
  return view;
}

template <class T>
Tensor<T> Tensor<T>::slice(int axis, Size begin, Size end, Where where) const {
  axis = resolve_axis("slice", axis, shape_, where);
  const Size n = shape_[axis];
  const Size first = begin < 0 ? begin + n : begin, last = end < 0 ? end + n : end;
  if (first < 0 || last > n || first > last)
    throw ShapeError("slice: [" + std::to_string(begin) + ", " + std::to_string(end) +
                         ") on axis " + std::to_string(axis) + " of " + shape_.text(),
                     where);
  Tensor view = *this;
  view.offset_ += first * strides_[slot(axis)];
  view.shape_[axis] = last - first;
  return view;
}

template <class T>
Tensor<T> Tensor<T>::broadcast_to(const Shape& shape, Where where) const {
  if (shape == shape_) return *this;
  if (rank() > shape.rank() || broadcast_shapes("broadcast_to", shape_, shape, where) != shape)
    throw ShapeError("broadcast_to: " + shape_.text() + " cannot become " + shape.text(), where);
  Tensor view = *this;
  view.shape_ = shape;
  view.strides_ = broadcast_strides(shape_, strides_, shape);
  return view;
}

template <class T>
Tensor<T> Tensor<T>::reshape(std::initializer_list<Size> sizes, Where where) const {
  std::vector<Size> known(sizes);
  const auto open = std::find(known.begin(), known.end(), Size{-1});
  if (open != known.end()) {
    *open = 1;
    const Size rest = Shape(known, where).numel();
    if (rest == 0 || numel() % rest != 0)
      throw ShapeError("reshape: no size for -1 makes " + Shape(known, where).text() +
                           " hold the " + std::to_string(numel()) + " elements of " + shape_.text(),
                       where);
    *open = numel() / rest;
  }
  return reshape(Shape(known, where), where);
}

template <class T>
Tensor<T> Tensor<T>::reshape(const Shape& shape, Where where) const {
  if (shape.numel() != numel())
    throw ShapeError("reshape: " + shape_.text() + " has " + std::to_string(numel()) +
                         " elements, " + shape.text() + " would have " +
                         std::to_string(shape.numel()),
                     where);
  Tensor view = to_contiguous();
  view.shape_ = shape;
  view.strides_ = row_major(shape);
  return view;
}

template <class T>
Tensor<T> Tensor<T>::to_contiguous() const {
  return contiguous() ? *this : copy();
}

template <class T>
Tensor<T> Tensor<T>::copy() const {
  Tensor result = uninitialized(shape_);
  const Timed timed("copy", result, result);
  copy_strided(*this, result.write());
  return result;
}

template class Tensor<float>;
template class Tensor<double>;
template class Tensor<std::int64_t>;

}  // namespace gradus
