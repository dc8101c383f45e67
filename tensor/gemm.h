// What: gemm, the product of two matrices, C = A B, with an optional bias.
// Why: nearly all the time of training a dense network is spent here.
// Invariants: A and B are read with any strides, so a transposed view costs no copy. How an
//      element of C is summed depends on m, n, k and the strides alone: neither the number of
//      threads nor the cutting into tiles changes a bit. Zeros are not skipped: 0 * NaN is NaN.
// Read next: gemm_isa.cpp, where the arithmetic is; gemm.cpp cuts the work into tiles.
#pragma once

#include <cstdint>

namespace gradus {

/// C[m,n] = A[m,k] B[k,n] (+ bias[m,n]). Strides count elements: A[i,p] is a[i * a_row + p *
/// a_col], and so on; those of A and B may be 0 or negative. Rows of C and of the bias are
/// contiguous, the next ones start c_row and bias_row elements later; with bias_row = 0 one row is
/// added to all. C must not overlap A, B or the bias, but it may be the bias: C += A B.
template <class T>
struct Gemm {
  std::int64_t m, n, k;
  const T* a;
  std::int64_t a_row, a_col;
  const T* b;
  std::int64_t b_row, b_col;
  T* c;
  std::int64_t c_row;
  const T* bias = nullptr;
  std::int64_t bias_row = 0;
};

/// Computes the product on the threads of parallel.h. With k = 0 C becomes zero (+ bias); with
/// m = 0 or n = 0 nothing is touched. T is float or double.
template <class T>
void gemm(const Gemm<T>& p);

/// A rectangle of C: the piece of work that one thread does from start to end.
struct GemmTile {
  std::int64_t row, rows, col, cols;
};

/// How much of the operands is worked on at a time, in numbers: from the sizes of the caches.
struct GemmBlocking {
  std::int64_t kc;          ///< KC, the most steps of k
  std::int64_t l1_numbers;  ///< numbers of B, KC x NC, that stay in L1, unless NC is only NR
  std::int64_t b_numbers;   ///< room for them, or for one panel where that is more
};

/// What an instruction set says about its micro-kernel, in numbers (not bytes).
struct GemmShape {
  std::int64_t lanes;         ///< numbers in a register: columns of C are worked on in such groups
  std::int64_t mr;            ///< MR, the most rows of a micro-tile
  std::int64_t nr;            ///< NR, the columns of a micro-tile of MR rows
  std::int64_t packed_rows;   ///< rows in a packed panel of A, at least MR
  std::int64_t widest_panel;  ///< the columns of a micro-tile of one row
};

}  // namespace gradus
