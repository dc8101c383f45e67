// What: toy::Array, numbers in a memory and a way to read them; its views, and broadcasting.
// Why: this is all of chapter 3 in a hundred lines.
// Invariants: a view shares the memory it was made from; an operation makes a memory of its own.
// Read next: main.cpp.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

namespace toy {

using Sizes = std::vector<std::size_t>;

/// Numbers in a row, and how to find the one with a given index among them.
struct Array {
  std::shared_ptr<std::vector<double>> memory;
  std::size_t offset;    // where the element [0, 0, ...] is
  Sizes shape, strides;  // of each axis: how many elements, and how far apart
};

inline std::size_t count(const Sizes& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

/// The last axis side by side; one step along the others jumps over all that is behind.
inline Sizes row_major(const Sizes& shape) {
  Sizes strides(shape.size());
  std::size_t step = 1;
  for (std::size_t axis = shape.size(); axis-- > 0; step *= shape[axis]) strides[axis] = step;
  return strides;
}

inline Array zeros(const Sizes& shape) {
  return {std::make_shared<std::vector<double>>(count(shape)), 0, shape, row_major(shape)};
}
inline Array counting(const Sizes& shape) {
  const Array x = zeros(shape);
  std::iota(x.memory->begin(), x.memory->end(), 0);
  return x;
}

inline double& at(const Array& x, const Sizes& index) {
  std::size_t place = x.offset;
  for (std::size_t axis = 0; axis < index.size(); ++axis) place += index[axis] * x.strides[axis];
  return (*x.memory)[place];
}

/// Calls f with every index, the last axis running fastest.
template <class F>
void for_each_index(const Sizes& shape, const F& f) {
  Sizes index(shape.size());
  for (std::size_t left = count(shape); left-- > 0;) {
    f(index);
    std::size_t axis = shape.size();
    while (axis-- > 0 && ++index[axis] == shape[axis]) index[axis] = 0;
  }
}

// Views. The argument is a copy of the Array, not of its memory.

inline Array transpose(Array x) {
  std::swap(x.shape[0], x.shape[1]);
  std::swap(x.strides[0], x.strides[1]);
  return x;
}

inline Array slice(Array x, std::size_t axis, std::size_t begin, std::size_t end) {
  x.offset += begin * x.strides[axis];
  x.shape[axis] = end - begin;
  return x;
}

inline Array broadcast_to(const Array& x, const Sizes& shape) {
  Array view{x.memory, x.offset, shape, Sizes(shape.size(), 0)};
  const std::size_t added = shape.size() - x.shape.size();  // axes in front
  for (std::size_t axis = 0; axis < x.shape.size(); ++axis)
    if (x.shape[axis] == shape[axis + added]) view.strides[axis + added] = x.strides[axis];
  return view;
}

/// The shape that both can be broadcast to.
inline Sizes common_shape(const Sizes& a, const Sizes& b) {
  Sizes common(std::max(a.size(), b.size()));
  for (std::size_t k = 1; k <= common.size(); ++k) {  // the last axes belong together
    const std::size_t n = k <= a.size() ? a[a.size() - k] : 1;
    const std::size_t m = k <= b.size() ? b[b.size() - k] : 1;
    if (n != m && n != 1 && m != 1) throw std::invalid_argument("they do not go together");
    common[common.size() - k] = n == 1 ? m : n;
  }
  return common;
}

inline Array operator+(const Array& a, const Array& b) {
  const Array y = zeros(common_shape(a.shape, b.shape));
  const Array x1 = broadcast_to(a, y.shape), x2 = broadcast_to(b, y.shape);
  for_each_index(y.shape, [&](const Sizes& i) { at(y, i) = at(x1, i) + at(x2, i); });
  return y;
}

/// The adjoint of broadcast_to: every y is added to the element that it was read from.
inline Array sum_to(const Array& y, const Sizes& shape) {
  const Array x = zeros(shape), view = broadcast_to(x, y.shape);
  for_each_index(y.shape, [&](const Sizes& i) { at(view, i) += at(y, i); });
  return x;
}

inline double dot(const Array& a, const Array& b) {
  double total = 0;
  for_each_index(a.shape, [&](const Sizes& i) { total += at(a, i) * at(b, i); });
  return total;
}

}  // namespace toy
