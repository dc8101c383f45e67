// What: products of few rows, or of few columns, whose operands are contiguous along k.
// Why: y = x W' of a small batch: packing W, as gemm_isa.cpp does, would take longer than the
//      product. Here the lanes of a register are neighbours in k, and nothing is packed.
// Invariants: a number of C is 64 bytes' worth of partial sums, so its bits do not depend on the
//      width of a register; nor do they on how C is cut into tiles.
// Read next: gemm_isa.cpp.
#pragma once

#include "tensor/gemm.h"
#include "tensor/simd.h"

namespace gradus::GRADUS_ISA {

/// The partial sums of a number, and the registers that they take up.
template <class T>
inline constexpr std::int64_t partial_sums = 64 / sizeof(T);
inline constexpr int parts = 64 / GRADUS_VECTOR_BYTES;

// A tile of inner_rows x inner_cols numbers; its sums fill three quarters of the registers.
inline constexpr int inner_rows = parts == 1 ? 4 : vector_registers / parts >= 8 ? 2 : 1;
inline constexpr int inner_cols = vector_registers * 3 / 4 / parts / inner_rows;

/// c[i,j] = start[i,j] + a_i . b_j, where a_i begins at a + i * a_row, b_j at b + j * b_col.
template <class T>
struct InnerProducts {
  const T *a, *b, *start;
  T* c;
  std::int64_t a_row, b_col, start_row, start_col, c_row, c_col;

  /// The part of it that begins with row i and column j.
  InnerProducts from(std::int64_t i, std::int64_t j) const {
    InnerProducts part = *this;
    part.a += i * a_row;
    part.b += j * b_col;
    part.start += i * start_row + j * start_col;
    part.c += i * c_row + j * c_col;
    return part;
  }

  /// C' = B' A'.
  InnerProducts transposed() const {
    return {b, a, start, c, b_col, a_row, start_col, start_row, c_col, c_row};
  }
};

template <class T, int... lane>
[[gnu::always_inline]] inline Bits<T> numbers_of(Lanes<lane...>) {
  return Bits<T>{lane...};
}

template <class T, int h, int... lane>
[[gnu::always_inline]] inline Pack<T> add_halves(Pack<T> x, Lanes<lane...>) {
  return x + __builtin_shufflevector(x, x, (lane ^ h)...);
}

/// The sum of the lanes: both halves are added, then both quarters...
template <class T, int h = lanes<T> / 2>
[[gnu::always_inline]] inline T sum_of_lanes(Pack<T> x) {
  if constexpr (h == 0)
    return x[0];
  else
    return sum_of_lanes<T, h / 2>(add_halves<T, h>(x, AllLanes<T>{}));
}

/// One step for all partial sums. get(line, q) is register number q of a line, a row of A or a
/// column of B.
template <class T, int mr, int nc>
[[gnu::always_inline]] inline void add_products(const InnerProducts<T>& x, const auto& get,
                                                Pack<T> (&sum)[mr][nc][parts]) {
#pragma GCC unroll 4
  for (int q = 0; q < parts; ++q) {
    Pack<T> a[mr];
#pragma GCC unroll 4
    for (int i = 0; i < mr; ++i) a[i] = get(x.a + i * x.a_row, q);
#pragma GCC unroll 16
    for (int j = 0; j < nc; ++j) {
      const Pack<T> b = get(x.b + j * x.b_col, q);
#pragma GCC unroll 4
      for (int i = 0; i < mr; ++i) sum[i][j][q] += a[i] * b;
    }
  }
}

/// mr x nc numbers of C, from lines of k >= partial_sums numbers.
template <class T, int mr, int nc>
void inner_kernel(std::int64_t k, const InnerProducts<T>& x) {
  Pack<T> sum[mr][nc][parts] = {};
  std::int64_t p = 0;
  for (; p + partial_sums<T> <= k; p += partial_sums<T>) {
    const auto get = [p](const T* line, int q) { return load(line + p + q * lanes<T>); };
    add_products(x, get, sum);
  }
  if (p < k) {  // the last partial_sums numbers, and 0 for those of them that have been added
    const std::int64_t last = k - partial_sums<T>;
    const int added = static_cast<int>(p - last);
    const auto get = [last, added](const T* line, int q) {
      const int first = q * static_cast<int>(lanes<T>);
      const Bits<T> is_new = numbers_of<T>(AllLanes<T>{}) >= added - first;
      return (Pack<T>)((Bits<T>)load(line + last + first) & is_new);
    };
    add_products(x, get, sum);
  }
#pragma GCC unroll 4
  for (int i = 0; i < mr; ++i) {
#pragma GCC unroll 16
    for (int j = 0; j < nc; ++j) {
#pragma GCC unroll 2
      for (int h = parts / 2; h > 0; h /= 2)
#pragma GCC unroll 2
        for (int q = 0; q < h; ++q) sum[i][j][q] += sum[i][j][q + h];
      x.c[i * x.c_row + j * x.c_col] =
          x.start[i * x.start_row + j * x.start_col] + sum_of_lanes<T>(sum[i][j][0]);
    }
  }
}

/// nc columns of C.
template <class T, int nc>
void inner_columns(std::int64_t rows, std::int64_t k, const InnerProducts<T>& x) {
  std::int64_t i = 0;
  for (; i + inner_rows <= rows; i += inner_rows) inner_kernel<T, inner_rows, nc>(k, x.from(i, 0));
  for (; i < rows; ++i) inner_kernel<T, 1, nc>(k, x.from(i, 0));
}

/// Whether a product is computed in this way. The whole of it decides, not a tile: the bits must
/// not depend on how it is cut. (To add up the lanes takes a fixed time for each number of C;
/// packing takes a time that is shared by its rows. They cost the same at about this k.)
template <class T>
bool inner_products_pay(const Gemm<T>& g) {
  const std::int64_t few = g.m < g.n ? g.m : g.n;
  return g.a_col == 1 && g.b_row == 1 && (g.b_col != 1 || g.n == 1) && g.k >= 64 + 16 * few;
}

template <class T>
void inner_products(const Gemm<T>& g, const GemmTile& tile) {
  constexpr std::int64_t longest = 2048;  // so that the lines of a tile stay in L1
  const std::int64_t blocks = (g.k + longest - 1) / longest;
  for (std::int64_t block = 0; block < blocks; ++block) {
    const std::int64_t p = g.k * block / blocks, k = g.k * (block + 1) / blocks - p;
    const T zero = 0;
    InnerProducts<T> x{g.a + p, g.b + p, g.c, g.c, g.a_row, g.b_col, g.c_row, 1, g.c_row, 1};
    if (p == 0) {
      x.start = g.bias ? g.bias : &zero;
      x.start_row = g.bias ? g.bias_row : 0;
      x.start_col = g.bias ? 1 : 0;
    }
    x = x.from(tile.row, tile.col);
    std::int64_t rows = tile.rows, cols = tile.cols;
    if (g.n < g.m) {  // the few are the rows
      x = x.transposed();
      rows = tile.cols;
      cols = tile.rows;
    }
    std::int64_t j = 0;
    for (; j + inner_cols <= cols; j += inner_cols)
      inner_columns<T, inner_cols>(rows, k, x.from(0, j));
    for (; j < cols; ++j) inner_columns<T, 1>(rows, k, x.from(0, j));
  }
}

}  // namespace gradus::GRADUS_ISA
