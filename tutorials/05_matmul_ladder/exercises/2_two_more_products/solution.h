// Exercise 5.2  Backwards is two more products
// Points: 4
// Chapter: 5
//
// Y = A B with A [m, k] and B [k, n], and L is some number computed from Y. Given G = dL/dY, [m,
// n], both gradients are products, too. Write
//
//   transposed(x)            the transpose, as a view: no number is moved
//   gradient_of_a(b, g)      dL/dA, [m, k], in row-major order
//   gradient_of_b(a, g)      dL/dB, [k, n], in row-major order
//
// with the product() below, which reads any strides.
//
// Hint: Look at the shapes: in which order, and which of them transposed, do G and B make [m, k]?
// Hint: y_ij = sum over p of a_ip b_pj. So a_ip takes part in y_i0, y_i1, ..., and moves y_ij by
//   b_pj: dL/da_ip = sum over j of g_ij b_pj. Which of the two is transposed here?
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

inline View transposed(const View& x) {
  // begin solution: exchange sizes and strides
  return {x.data, x.cols, x.rows, x.col, x.row};
  // end solution
}

inline std::vector<double> gradient_of_a(const View& b, const View& g) {
  // begin solution: G B'
  return product(g, transposed(b));
  // end solution
}

inline std::vector<double> gradient_of_b(const View& a, const View& g) {
  // begin solution: A' G
  return product(transposed(a), g);
  // end solution
}
