// What: Kernels<T>, the table of inner loops, one for each instruction set.
// Why: everything above works on tensors; a kernel works on rows of plain numbers, so it can be
//      compiled once per instruction set and picked at run time.
// Invariants: a kernel computes each element the same way wherever in a row it stands, so bits do
//      not depend on how rows were split; operands may be the result's own memory, element for
//      element.
// Read next: kernels_isa.cpp, then math.h.
#pragma once

#include <cstddef>
#include <cstdint>

#include "tensor/gemm.h"
#include "tensor/isa.h"

namespace gradus {

enum class Unary { neg, abs, sign, sqrt, exp, log, log1p, tanh, sigmoid, softplus, normal_cdf };
inline constexpr std::size_t unary_count = 11;

/// where_positive and the gradients: see math.h.
enum class Binary {
  add,
  sub,
  mul,
  div,
  pow,
  maximum,
  minimum,
  equal,
  less,
  less_equal,
  where_positive,
  tanh_gradient,
  sigmoid_gradient
};
inline constexpr std::size_t binary_count = 13;

template <class T>
struct Kernels {
  /// y[i] = f(x[i])
  using Map = void (*)(const T* x, T* y, std::int64_t n);
  /// y[i] = f(a[i * a_stride], b[i * b_stride]); strides are 0 or 1
  using Zip = void (*)(const T* a, std::int64_t a_stride, const T* b, std::int64_t b_stride, T* y,
                       std::int64_t n);

  Map map[unary_count];
  Zip zip[binary_count];
  /// y[i] = log p(x[i]) as in math.h, and, unless score is null, score[i] = dy[i] / dlogits[i];
  /// strides are 0 or 1
  void (*bernoulli_log_prob)(const T* logits, std::int64_t logits_stride, const T* x,
                             std::int64_t x_stride, T* y, T* score, std::int64_t n);
  /// y[i] = c[i] != 0 ? a[i] : b[i]
  void (*select)(const T* c, const T* a, const T* b, T* y, std::int64_t n);
  /// x[0] + ... + x[n-1], in a fixed order; 0 if n = 0
  T (*sum)(const T* x, std::int64_t n);
  /// The largest of x[0], ..., x[n-1]; NaN if there is one; n >= 1
  T (*max)(const T* x, std::int64_t n);
  /// 0 if x[0], ..., x[n-1] are finite, else NaN
  T (*zero_if_finite)(const T* x, std::int64_t n);
  /// y[j] = x[0, j] + x[1, j] + ..., one row after the other, which lie `row_stride` apart
  using Columns = void (*)(const T* x, std::int64_t rows, std::int64_t row_stride, T* y,
                           std::int64_t n);
  Columns sum_columns, max_columns;

  /// n random numbers from the blocks block, block + 1, ... of a seed (rng.h)
  using Draw = void (*)(std::uint64_t seed, std::uint64_t block, T* y, std::int64_t n);
  Draw uniform, normal;

  void (*gemm_tile)(const Gemm<T>& problem, const GemmTile& tile, const GemmBlocking& blocking,
                    T* workspace);
  GemmShape gemm;

  Map operator[](Unary op) const { return map[static_cast<std::size_t>(op)]; }
  Zip operator[](Binary op) const { return zip[static_cast<std::size_t>(op)]; }
};

template <class T>
const Kernels<T>& kernels(Isa isa);

/// The table in use.
template <class T>
const Kernels<T>& kernels() {
  return kernels<T>(isa());
}

/// What one compilation of kernels_isa.cpp provides.
struct KernelTables {
  Kernels<float> of_float;
  Kernels<double> of_double;
};

}  // namespace gradus
