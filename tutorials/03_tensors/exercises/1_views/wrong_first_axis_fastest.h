// Explained: your first axis runs fastest (column-major, as in Fortran); here the last one does,
// and its stride is 1
#pragma once

#include "tutorials/support/exercise.h"

/// The element [i, j, ...] is memory[offset + i * strides[0] + j * strides[1] + ...].
struct View {
  std::size_t offset;
  std::vector<std::size_t> shape, strides;
};

inline View row_major_view(const std::vector<std::size_t>& shape) {
  View view{0, shape, shape};
  std::size_t step = 1;
  for (std::size_t axis = 0; axis < shape.size(); step *= shape[axis++]) view.strides[axis] = step;
  return view;
}

inline View exchanged(View view, std::size_t a, std::size_t b) {
  std::swap(view.shape[a], view.shape[b]);
  std::swap(view.strides[a], view.strides[b]);
  return view;
}

inline View window(View view, std::size_t axis, std::size_t begin, std::size_t end) {
  view.offset += begin * view.strides[axis];
  view.shape[axis] = end - begin;
  return view;
}
