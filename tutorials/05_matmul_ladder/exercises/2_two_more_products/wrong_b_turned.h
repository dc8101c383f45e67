// Explained: dL/dB is A' G: with the factors the other way round you get its transpose, [n, k]
#pragma once

#include "tutorials/support/exercise.h"

/// [i, j] is data[i * row + j * col].
struct View {
  const double* data;
  std::size_t rows, cols, row, col;
};

/// A B in row-major order, whatever the strides of both.
inline std::vector<double> product(const View& a, const View& b) {
  if (a.cols != b.rows) throw std::invalid_argument("product: the sizes in the middle differ");
  std::vector<double> y(a.rows * b.cols);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t p = 0; p < a.cols; ++p)
      for (std::size_t j = 0; j < b.cols; ++j)
        y[i * b.cols + j] += a.data[i * a.row + p * a.col] * b.data[p * b.row + j * b.col];
  return y;
}

inline View transposed(const View& x) { return {x.data, x.cols, x.rows, x.col, x.row}; }

inline std::vector<double> gradient_of_a(const View& b, const View& g) {
  return product(g, transposed(b));
}

inline std::vector<double> gradient_of_b(const View& a, const View& g) {
  return product(transposed(g), a);
}
