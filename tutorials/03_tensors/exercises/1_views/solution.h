// Exercise 3.1  Three ways to look at a memory
// Points: 4
// Chapter: 3
//
// A View says how the numbers of a memory are read. Write three functions that make one. They never
// see the numbers themselves.
//
//   row_major_view(shape)            the memory from its beginning, the last axis running fastest
//   exchanged(view, a, b)            the same elements with the axes a and b exchanged
//   window(view, axis, begin, end)   only the elements begin, ..., end - 1 along an axis
//
// They have to work one after the other, too: a window of an exchanged view, and so on.
//
// Hint: The last axis has the stride 1. Going to the left, each stride is the next one times the
//   size of the next axis.
// Hint: exchanged: an axis is a size and a stride. Both move.
// Hint: window: where is the element that becomes number 0? As many steps along this axis as
//   `begin` says, and each step is as long as the stride of the axis.
#pragma once

#include "tutorials/support/exercise.h"

/// The element [i, j, ...] is memory[offset + i * strides[0] + j * strides[1] + ...].
struct View {
  std::size_t offset;
  std::vector<std::size_t> shape, strides;
};

inline View row_major_view(const std::vector<std::size_t>& shape) {
  // begin solution: strides from the last axis to the first
  View view{0, shape, shape};
  std::size_t step = 1;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    view.strides[axis] = step;
    step *= shape[axis];
  }
  return view;
  // end solution
}

inline View exchanged(View view, std::size_t a, std::size_t b) {
  // begin solution: an axis is a size and a stride
  std::swap(view.shape[a], view.shape[b]);
  std::swap(view.strides[a], view.strides[b]);
  return view;
  // end solution
}

inline View window(View view, std::size_t axis, std::size_t begin, std::size_t end) {
  // begin solution: another first element, and another size
  view.offset += begin * view.strides[axis];
  view.shape[axis] = end - begin;
  return view;
  // end solution
}
