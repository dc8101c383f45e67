#include "tensor/shape.h"

#include <algorithm>

namespace gradus {

Shape::Shape(std::span<const Size> sizes, Where where) {
  if (sizes.size() > max_rank)
    throw ShapeError("shape: rank " + std::to_string(sizes.size()) + ", but at most " +
                         std::to_string(max_rank) + " axes are possible",
                     where);
  rank_ = static_cast<int>(sizes.size());
  std::copy(sizes.begin(), sizes.end(), sizes_.begin());
  if (std::any_of(begin(), end(), [](Size n) { return n < 0; }))
    throw ShapeError("shape: negative size in " + text(), where);
  Size product = 1;
  for (const Size n : *this) {
    if (n > 0 && product > max_numel / n)
      throw ShapeError("shape: " + text() + " has more elements than any memory", where);
    product *= n;
  }
}

std::string Shape::text() const {
  std::string text = "[";
  for (const Size n : *this) text += (text.size() > 1 ? ", " : "") + std::to_string(n);
  return text + "]";
}

Axes::Axes(std::initializer_list<int> axes) : count_(static_cast<int>(axes.size())) {
  if (axes.size() > max_rank) throw Error("axes: more than " + std::to_string(max_rank));
  std::copy(axes.begin(), axes.end(), axes_.begin());
}

std::array<bool, max_rank> Axes::flags(const char* op, const Shape& shape, Where where) const {
  std::array<bool, max_rank> flags{};
  if (count_ < 0) std::fill_n(flags.begin(), shape.rank(), true);
  for (int i = 0; i < count_; ++i) {
    const int axis = resolve_axis(op, axes_[static_cast<std::size_t>(i)], shape, where);
    bool& flag = flags[static_cast<std::size_t>(axis)];
    if (flag)
      throw ShapeError(std::string(op) + ": axis " + std::to_string(axis) + " named twice", where);
    flag = true;
  }
  return flags;
}

int resolve_axis(const char* op, int axis, const Shape& shape, Where where) {
  if (axis < -shape.rank() || axis >= shape.rank())
    throw ShapeError(std::string(op) + ": no axis " + std::to_string(axis) + " in " + shape.text(),
                     where);
  return axis < 0 ? axis + shape.rank() : axis;
}

Shape broadcast_shapes(const char* op, const Shape& a, const Shape& b, Where where) {
  const Shape& longer = a.rank() >= b.rank() ? a : b;
  const Shape& shorter = a.rank() >= b.rank() ? b : a;
  Shape result = longer;
  for (int axis = -1; axis >= -shorter.rank(); --axis) {
    if (shorter[axis] == result[axis] || shorter[axis] == 1) continue;
    if (result[axis] != 1)
      throw ShapeError(std::string(op) + ": shapes " + a.text() + " and " + b.text() +
                           " do not broadcast (axis " + std::to_string(axis) +
                           " must be equal, or 1 in one of them)",
                       where);
    result[axis] = shorter[axis];
  }
  return result;
}

Strides broadcast_strides(const Shape& from, const Strides& strides, const Shape& to) {
  Strides result{};
  const int added = to.rank() - from.rank();
  for (int axis = 0; axis < from.rank(); ++axis)
    if (from[axis] == to[axis + added])
      result[static_cast<std::size_t>(axis + added)] = strides[static_cast<std::size_t>(axis)];
  return result;
}

Shape reduced_shape(const char* op, const Shape& shape, Axes axes, Dims dims, Where where) {
  const auto reduced = axes.flags(op, shape, where);
  std::array<Size, max_rank> sizes{};
  std::size_t rank = 0;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (!reduced[static_cast<std::size_t>(axis)])
      sizes[rank++] = shape[axis];
    else if (dims == Dims::keep)
      sizes[rank++] = 1;
  }
  return Shape(std::span<const Size>(sizes.data(), rank), where);
}

}  // namespace gradus
