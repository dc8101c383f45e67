// The rungs of the ladder: the same product five times, each time closer to what the machine can
// do. Built once per instruction set, with the compiler's full optimisation, like the kernels of
// the library.
#include "tensor/simd.h"
#include "tutorials/05_matmul_ladder/rungs.h"

namespace gradus::GRADUS_ISA {
namespace {

// 1. As it stands in the book.
void naive(const Product& x) {
  for (Index i = 0; i < x.m; ++i)
    for (Index j = 0; j < x.n; ++j) {
      float sum = 0;
      for (Index p = 0; p < x.k; ++p) sum += x.a[i * x.k + p] * x.b[p * x.n + j];
      x.c[i * x.n + j] = sum;
    }
}

/// c[0], ..., c[n - 1] += a times b[0], ..., b[n - 1].
inline void add_row(float a, const float* __restrict b, float* __restrict c, Index n) {
  for (Index j = 0; j < n; ++j) c[j] += a * b[j];
}
inline void clear(const Product& x) {
  for (Index i = 0; i < x.m * x.n; ++i) x.c[i] = 0;
}
inline Index smaller(Index x, Index y) { return x < y ? x : y; }

// 2. The two inner loops exchanged: rows of B, which lie side by side.
void reordered(const Product& x) {
  clear(x);
  for (Index i = 0; i < x.m; ++i)
    for (Index p = 0; p < x.k; ++p) add_row(x.a[i * x.k + p], x.b + p * x.n, x.c + i * x.n, x.n);
}

// 3. The same on a block of B that stays in the first cache until all rows of A have used it.
void blocked(const Product& x) {
  constexpr Index kc = 16, nc = 256;  // 16 KiB
  clear(x);
  for (Index p0 = 0; p0 < x.k; p0 += kc)
    for (Index j0 = 0; j0 < x.n; j0 += nc)
      for (Index i = 0; i < x.m; ++i)
        for (Index p = p0; p < smaller(p0 + kc, x.k); ++p)
          add_row(x.a[i * x.k + p], x.b + p * x.n + j0, x.c + i * x.n + j0, smaller(nc, x.n - j0));
}

// A tile of C of MR rows and NR columns is worked on in registers: 12 of them for its numbers.
constexpr Index MR = 6, vectors = 2, NR = vectors * lanes<float>;

/// Numbers and how to find them: [i, p] is data[i * row + p * step].
struct Panel {
  const float* data;
  Index row, step;
};

/// C += A B for one tile. A row of B is read at b.data + p * b.step, and its numbers lie side by
/// side.
void micro_kernel(Index k, Panel a, Panel b, float* c, Index c_row) {
  Pack<float> sum[MR][vectors] = {};
  for (Index p = 0; p < k; ++p) {
    Pack<float> row_of_b[vectors];
#pragma GCC unroll 2
    for (Index v = 0; v < vectors; ++v) row_of_b[v] = load(b.data + p * b.step + v * lanes<float>);
#pragma GCC unroll 6
    for (Index i = 0; i < MR; ++i) {
      const float x = a.data[i * a.row + p * a.step];
#pragma GCC unroll 2
      for (Index v = 0; v < vectors; ++v) sum[i][v] += x * row_of_b[v];
    }
  }
#pragma GCC unroll 6
  for (Index i = 0; i < MR; ++i)
#pragma GCC unroll 2
    for (Index v = 0; v < vectors; ++v) {
      float* const y = c + i * c_row + v * lanes<float>;
      store(y, load(y) + sum[i][v]);
    }
}

// 4. Tiles of C in registers: each number that is loaded is used several times.
void registers(const Product& x) {
  clear(x);
  const Index rows = x.m / MR * MR, cols = x.n / NR * NR;
  for (Index j = 0; j < cols; j += NR)
    for (Index i = 0; i < rows; i += MR)
      micro_kernel(x.k, {x.a + i * x.k, x.k, 1}, {x.b + j, 0, x.n}, x.c + i * x.n + j, x.n);
  for (Index i = 0; i < x.m; ++i) {  // what is left at the edges
    const Index j = i < rows ? cols : 0;
    for (Index p = 0; p < x.k; ++p)
      add_row(x.a[i * x.k + p], x.b + p * x.n + j, x.c + i * x.n + j, x.n - j);
  }
}

constexpr Index KC = 256;

/// Copies lines 0, ..., count - 1 of k steps to `panel`, in the order in which the micro-kernel
/// reads them, and fills up to `height` lines with zeros.
inline void pack(Index k, Panel from, Index count, float* panel, Index height) {
  for (Index p = 0; p < k; ++p, panel += height) {
    const float* const x = from.data + p * from.step;
    if (from.row == 1)
      for (Index i = 0; i < count; ++i) panel[i] = x[i];  // side by side: the compiler's vectors
    else
      for (Index i = 0; i < count; ++i) panel[i] = x[i * from.row];
    for (Index i = count; i < height; ++i) panel[i] = 0;
  }
}

/// The micro-kernel for a tile of which only some rows and columns are there.
inline void tile(Index k, Panel a, Panel b, float* c, Index c_row, Index rows, Index cols) {
  if (rows == MR && cols == NR) return micro_kernel(k, a, b, c, c_row);
  float whole[MR * NR] = {};
  micro_kernel(k, a, b, whole, NR);
  for (Index r = 0; r < rows; ++r) add_row(1, whole + r * NR, c + r * c_row, cols);
}

// 5. The same with copies of A and B in the order in which they are read.
void packed(const Product& x, float* packed_b) {
  clear(x);
  const Index panels = (x.m + MR - 1) / MR;
  float* const packed_a = packed_b + KC * NR;
  for (Index p = 0; p < x.k; p += KC) {
    const Index kc = smaller(KC, x.k - p);
    for (Index i = 0; i < panels; ++i)
      pack(kc, {x.a + i * MR * x.k + p, x.k, 1}, smaller(MR, x.m - i * MR), packed_a + i * MR * KC,
           MR);
    for (Index j = 0; j < x.n; j += NR) {
      const Index cols = smaller(NR, x.n - j);
      pack(kc, {x.b + p * x.n + j, 1, x.n}, cols, packed_b, NR);
      for (Index i = 0; i < panels; ++i) {
        const Index rows = smaller(MR, x.m - i * MR);
        tile(kc, {packed_a + i * MR * KC, 1, MR}, {packed_b, 0, NR}, x.c + i * MR * x.n + j, x.n,
             rows, cols);
      }
    }
  }
}
Index workspace(Index m) { return KC * (NR + m + MR); }

}  // namespace

Rungs rungs();
Rungs rungs() { return {naive, reordered, blocked, registers, packed, workspace}; }

}  // namespace gradus::GRADUS_ISA
