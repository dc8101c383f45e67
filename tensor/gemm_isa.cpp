// The arithmetic of the matrix product, built once per instruction set.
//
// This is the algorithm of Goto and van de Geijn ("Anatomy of high-performance matrix
// multiplication", TOMS 2008) in the words of BLIS (Van Zee and van de Geijn, "BLIS: a framework
// for rapidly instantiating BLAS functionality", TOMS 2015), for a C whose rows are contiguous.
// Five loops surround a micro-kernel:
//
//   loops 5, 3   over tiles of C, NC columns by MC rows                   gemm.cpp, on the threads
//   loop 4       over blocks of KC steps of k                             gemm_tile
//   loop 2 (jr)  over panels of NR columns of B; one fits into L1         gemm_block
//   loop 1 (ir)  over panels of MR rows of A; all MC of them fit into L2  gemm_block
//   micro-kernel MR x NR numbers of C stay in registers for KC steps      micro_kernel
//
// A panel is packed when it is first used: its numbers are laid down in the order in which the
// micro-kernel reads them. That order is the same for both operands (for each step of k, the
// numbers of one row of the panel side by side), so one function packs A and B.
#include "tensor/gemm_isa.h"

namespace gradus::GRADUS_ISA {
namespace {

using Index = std::int64_t;

#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int registers = 32;
#else
constexpr int registers = 16;
#endif

// A micro-tile of mr rows by nv vectors needs mr * nv registers for C, nv for a row of B, one for
// a number of A and one to spare.
constexpr bool fits(int mr, int nv) { return mr * nv + nv + 2 <= registers; }

constexpr int tallest() {
  int mr = 1;
  while (fits(mr + 1, 2)) ++mr;
  return mr;
}

/// The most vectors, a power of two, that a micro-tile of mr rows can have: the fewer rows, the
/// more columns, so that enough independent sums are under way to hide the latency of an FMA.
constexpr int widest(int mr) {
  int nv = 1;
  while (nv < 8 && fits(mr, 2 * nv)) nv *= 2;
  return nv;
}

constexpr int MR = tallest();  // 14 with 32 registers, 6 with 16
constexpr Index KC = 256;
constexpr int max_vectors = widest(1);

/// One packed step of a panel of A takes whole vectors.
template <class T>
constexpr Index a_step = (MR + lanes<T> - 1) / lanes<T>* lanes<T>;

constexpr Index smaller(Index x, Index y) { return x < y ? x : y; }
constexpr Index ceil_div(Index x, Index y) { return (x + y - 1) / y; }

/// A panel of B as the micro-kernel reads it: the numbers for one step of k are adjacent, those for
/// the next step are `step` elements further on.
template <class T>
struct PanelB {
  const T* data;
  Index step;
};

/// A panel of A: number p of row i is data[i * row + p * step].
template <class T>
struct PanelA {
  const T* data;
  Index row, step;
};

/// A rectangle of numbers with contiguous rows. With row = 0 all rows are the same.
template <class T>
struct Rows {
  T* data;
  Index row;
};

template <class T>
constexpr T zeros[max_vectors * lanes<T>] = {};

/// c = add + A B for mr rows and nv vectors of columns. In `tight` panels of A a.row is 1. The
/// loops over i and v must be unrolled completely, or `sum` would live in memory instead of
/// registers.
template <class T, int mr, int nv, bool tight>
void micro_kernel(Index kc, PanelA<T> a, PanelB<T> b, Rows<const T> add, Rows<T> c) {
  Pack<T> sum[mr][nv];
#pragma GCC unroll 32
  for (int i = 0; i < mr; ++i) {
#pragma GCC unroll 8
    for (int v = 0; v < nv; ++v) {
      sum[i][v] = Pack<T>{};
    }
  }
  // Four rows at a time share a pointer, because processors add 0, 1, 2 or 3 rows for nothing.
  constexpr int groups = (mr + 3) / 4;
  const T* row[groups];
  const Index a_row = tight ? 1 : a.row;
#pragma GCC unroll 32
  for (int group = 0; group < groups; ++group) row[group] = a.data + 4 * group * a_row;
  for (Index p = 0; p < kc; ++p, b.data += b.step) {
    Pack<T> row_of_b[nv];
#pragma GCC unroll 8
    for (int v = 0; v < nv; ++v) row_of_b[v] = load(b.data + v * lanes<T>);
#pragma GCC unroll 32
    for (int i = 0; i < mr; ++i) {
      const T a_i = row[i / 4][i % 4 * a_row];
#pragma GCC unroll 8
      for (int v = 0; v < nv; ++v) sum[i][v] += a_i * row_of_b[v];
    }
#pragma GCC unroll 32
    for (int group = 0; group < groups; ++group) row[group] += a.step;
  }
#pragma GCC unroll 32
  for (int i = 0; i < mr; ++i) {
#pragma GCC unroll 8
    for (int v = 0; v < nv; ++v) {
      const Index j = v * lanes<T>;
      store(c.data + i * c.row + j, load(add.data + i * add.row + j) + sum[i][v]);
    }
  }
}

template <class T>
using MicroKernel = void (*)(Index kc, PanelA<T> a, PanelB<T> b, Rows<const T> add, Rows<T> c);

/// The micro-kernel for mr rows and nv vectors, found among all that fit into the registers.
template <class T, bool tight, int mr = MR, int nv = widest(mr)>
MicroKernel<T> choose_kernel(Index rows, Index vectors) {
  if (rows == mr && vectors == nv) return micro_kernel<T, mr, nv, tight>;
  if constexpr (nv > 1) {
    if (rows == mr) return choose_kernel<T, tight, mr, nv / 2>(rows, vectors);
  }
  if constexpr (mr > 1) return choose_kernel<T, tight, mr - 1>(rows, vectors);
  return nullptr;
}

template <int... lane>
struct Lanes {};
template <int n, int... lane>
struct FirstLanes : FirstLanes<n - 1, n - 1, lane...> {};
template <int... lane>
struct FirstLanes<0, lane...> {
  using Type = Lanes<lane...>;
};

/// Sees the registers x and y as rows of 2 x 2 matrices of blocks, each block `h` lanes wide, and
/// transposes these matrices.
template <class T, int h, int... lane>
[[gnu::always_inline]] inline void swap_blocks(Pack<T>& x, Pack<T>& y, Lanes<lane...>) {
  constexpr int n = lanes<T>;
  const Pack<T> upper = __builtin_shufflevector(x, y, ((lane & h) != 0 ? n + lane - h : lane)...);
  y = __builtin_shufflevector(x, y, ((lane & h) != 0 ? n + lane : lane + h)...);
  x = upper;
}

/// Transposes the square matrix whose rows are the registers x[0] to x[lanes - 1]: first the four
/// quarters change places, then the quarters of each quarter, down to single numbers.
template <class T, int h = lanes<T> / 2>
[[gnu::always_inline]] inline void transpose(Pack<T> (&x)[lanes<T>]) {
  if constexpr (h > 0) {
    for (int i = 0; i < lanes<T>; ++i) {
      if ((i & h) == 0) swap_blocks<T, h>(x[i], x[i + h], typename FirstLanes<lanes<T>>::Type{});
    }
    transpose<T, h / 2>(x);
  }
}

/// Lines of an operand to pack: the rows of A, or the columns of B. Number p of line i is
/// data[i * line + p * along].
template <class T>
struct Lines {
  const T* data;
  Index line, along, count;
};

/// Packs lines that run through memory (along = 1): squares are transposed in registers.
template <class T>
void pack_runs(const Lines<T>& x, Index kc, T* panel, Index step) {
  constexpr Index n = lanes<T>;
  for (Index first = 0; first < step; first += n) {
    for (Index done = 0; done < kc; done += n) {
      const Index p = smaller(done, kc - n);  // the last square overlaps the one before
      Pack<T> square[n];
      for (Index i = 0; i < n; ++i) {
        const Index line = first + i;
        square[i] = line < x.count ? load(x.data + line * x.line + p) : Pack<T>{};
      }
      transpose<T>(square);
      for (Index i = 0; i < n; ++i) store(panel + (p + i) * step + first, square[i]);
    }
  }
}

/// Packs lines that lie side by side (line = 1): whole registers are copied.
template <class T>
void pack_columns(const Lines<T>& x, Index kc, T* panel, Index step) {
  const Index whole = x.count / lanes<T> * lanes<T>;
  for (Index p = 0; p < kc; ++p, panel += step) {
    const T* from = x.data + p * x.along;
    for (Index i = 0; i < whole; i += lanes<T>) store(panel + i, load(from + i));
    for (Index i = whole; i < x.count; ++i) panel[i] = from[i];
  }
}

/// Packs `kc` steps of some lines. Where the panel is wider than that, it holds any numbers: they
/// reach only sums that are thrown away.
template <class T>
void pack(const Lines<T>& x, Index kc, T* panel, Index step) {
  if (x.line == 1) {
    pack_columns(x, kc, panel, step);
  } else if (x.along == 1 && kc >= lanes<T>) {
    pack_runs(x, kc, panel, step);
  } else {
    for (Index p = 0; p < kc; ++p) {
      for (Index i = 0; i < x.count; ++i) panel[p * step + i] = x.data[i * x.line + p * x.along];
    }
  }
}

#ifdef TUNE
extern "C" int tune_a, tune_b;
#define ta tune_a
#define tb tune_b
#else
constexpr Index ta = 128, tb = 64;
#endif

/// c = add + sums, for a part of a micro-tile that is narrower than its registers.
template <class T>
void add_rows(Index rows, Index width, Rows<const T> add, Rows<const T> sums, Rows<T> c) {
  for (Index i = 0; i < rows; ++i) {
    const T *x = add.data + i * add.row, *y = sums.data + i * sums.row;
    T* const z = c.data + i * c.row;
    Index j = 0;
    for (; j + lanes<T> <= width; j += lanes<T>) store(z + j, load(x + j) + load(y + j));
    for (; j < width; ++j) z[j] = x[j] + y[j];
  }
}

/// One block of loop 4: adds the products of `kc` steps of k, from step p on, to a tile of C.
template <class T>
void gemm_block(const Gemm<T>& g, const GemmTile& tile, Index p, Index kc, T* workspace) {
  const Index panels = ceil_div(tile.rows, MR);
  const Index vectors = widest(static_cast<int>(ceil_div(tile.rows, panels)));
  T* const packed_b = workspace + panels * a_step<T> * KC;
  const bool pack_a = (g.a_row != 1 && g.a_col != 1) || tile.cols > ta;
  const bool pack_b = g.b_col != 1 || tile.rows > tb;

  Index width = 0;
  for (Index col = tile.col; col < tile.col + tile.cols; col += width) {
    const Index left = tile.col + tile.cols - col;
    Index nv = vectors;
    while (nv > 1 && (nv - 1) * lanes<T> >= left) nv /= 2;
    const Index nr = nv * lanes<T>;
    width = smaller(nr, left);
    PanelB<T> b{g.b + p * g.b_row + col * g.b_col, g.b_row};
    if (pack_b || width < nr) {
      pack(Lines<T>{b.data, g.b_col, g.b_row, width}, kc, packed_b, nr);
      b = {packed_b, nr};
    }

    for (Index i = 0; i < panels; ++i) {
      const Index row = tile.row + tile.rows * i / panels;
      const Index rows = tile.row + tile.rows * (i + 1) / panels - row;
      PanelA<T> a{g.a + row * g.a_row + p * g.a_col, g.a_row, g.a_col};
      if (pack_a) {
        T* const packed_a = workspace + i * a_step<T> * KC;
        if (col == tile.col) {
          pack(Lines<T>{a.data, g.a_row, g.a_col, rows}, kc, packed_a, a_step<T>);
        }
        a = {packed_a, 1, a_step<T>};
      }
      const auto kernel =
          a.row == 1 ? choose_kernel<T, true>(rows, nv) : choose_kernel<T, false>(rows, nv);
      const Rows<T> c{g.c + row * g.c_row + col, g.c_row};
      Rows<const T> add{c.data, c.row};
      if (p == 0) add = {g.bias ? g.bias + col : zeros<T>, 0};
      if (width == nr) {
        kernel(kc, a, b, add, c);
      } else {
        T sums[MR * max_vectors * lanes<T>];
        kernel(kc, a, b, {zeros<T>, 0}, {sums, nr});
        add_rows(rows, width, add, {sums, nr}, c);
      }
    }
  }
}

}  // namespace

template <class T>
void gemm_tile(const Gemm<T>& problem, const GemmTile& tile, T* workspace) {
  const Index blocks = problem.k > KC ? ceil_div(problem.k, KC) : 1;
  for (Index i = 0; i < blocks; ++i) {
    const Index p = problem.k * i / blocks;
    gemm_block(problem, tile, p, problem.k * (i + 1) / blocks - p, workspace);
  }
}

template <class T>
GemmBlocking gemm_blocking() {
  return {MR, lanes<T>, a_step<T> * KC, max_vectors * lanes<T> * KC};
}

template void gemm_tile(const Gemm<float>&, const GemmTile&, float*);
template void gemm_tile(const Gemm<double>&, const GemmTile&, double*);
template GemmBlocking gemm_blocking<float>();
template GemmBlocking gemm_blocking<double>();

}  // namespace gradus::GRADUS_ISA
