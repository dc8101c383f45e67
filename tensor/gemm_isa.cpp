// The arithmetic of the matrix product, built once per instruction set.
//
// This is the algorithm of Goto and van de Geijn ("Anatomy of high-performance matrix
// multiplication", TOMS 2008) in the words of BLIS (Van Zee and van de Geijn, "BLIS: a framework
// for rapidly instantiating BLAS functionality", TOMS 2015), for a C whose rows are contiguous.
// Five loops surround a micro-kernel:
//
//   loops 5, 3   over tiles of C, at most MC rows tall                  gemm.cpp, on the threads
//   loop 4       over blocks of KC steps of k                           gemm_tile
//                and of NC columns of B: what L1 holds, at least NR     Block::run
//   loop 2       over panels of MR rows of A; all MC rows fit into L2   Block::columns
//   loop 1       over panels of NR columns of B                         Block::columns
//   micro-kernel MR x NR numbers of C stay in registers for KC steps    micro_kernel
//
// What is left at the end of a row of C goes to narrower micro-tiles, down to 16 bytes.
//
// Operands are packed only where that pays. A packed panel holds, for each step of k, the numbers
// of its rows of A (or columns of B) side by side, which is the order in which the micro-kernel
// reads them. As it is the same for both operands, one function packs A and B. A panel is packed
// just before it is first used, so that it is still in the cache; a panel of B whose rows are
// contiguous is packed by the first micro-kernel that reads it. (In BLIS it is A's panels that stay
// in L1 and NC columns of B that fill L3. Here B is the larger operand and comes from far away: it
// is read once, and a long k makes NC equal to NR; such a panel may come from L2.)
//
// Every number of C is computed as (bias + a_0 b_0) + a_1 b_1 + ... in the order of k, with fused
// multiply-adds where the machine has them, whichever micro-kernel it falls to. Three kinds of
// products go another way: k = 1 (outer_product), few rows or columns and a long k
// (inner_products.h), and few rows times a larger B, where the right half of the columns begins in
// the middle of k (multiply_by_halves in gemm.cpp).
#include "tensor/gemm_isa.h"
#include "tensor/inner_products.h"

namespace gradus::GRADUS_ISA {
namespace {

using Index = std::int64_t;

// A micro-tile of mr rows by nv vectors needs mr * nv registers for C, nv for a row of B, one for
// a number of A and one to spare.
constexpr bool fits(int mr, int nv) { return mr * nv + nv + 2 <= vector_registers; }

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
constexpr int max_vectors = widest(1);

constexpr Index smaller(Index x, Index y) { return x < y ? x : y; }
constexpr Index larger(Index x, Index y) { return x < y ? y : x; }
constexpr Index ceil_div(Index x, Index y) { return (x + y - 1) / y; }

/// A micro-tile of size s has narrowest << s columns: 16 bytes' worth, twice as many, ... up to one
/// register (its size is whole_register), two, four, eight.
template <class T>
constexpr int narrowest = 16 / sizeof(T);
constexpr int log2(Index x) { return x == 1 ? 0 : 1 + log2(x / 2); }
constexpr int whole_register = log2(GRADUS_VECTOR_BYTES / 16);
constexpr int sizes = whole_register + log2(max_vectors) + 1;

/// The size of the widest micro-tile of mr rows.
constexpr int largest(int mr) { return whole_register + log2(widest(mr)); }

/// A register, or as much of its lower end as holds `columns` numbers.
template <class T, int columns>
struct PartOf {
  static constexpr int lanes = static_cast<int>(smaller(columns, GRADUS_VECTOR_BYTES / sizeof(T)));
  typedef T Type __attribute__((vector_size(lanes * sizeof(T))));
};

/// The height of a packed panel of A: MR rows, filled up to whole registers.
template <class T>
constexpr Index packed_rows = ceil_div(MR, lanes<T>) * lanes<T>;

/// A panel of A: number p of row i is data[i * row + p * step].
template <class T>
struct PanelA {
  const T* data;
  Index row, step;
};

/// How a micro-kernel reads its panel of B. One that is read in its place for the first time comes
/// from far away: meanwhile the kernel asks for the panel beside it, which comes next. Where
/// packing_b_pays, it also packs the numbers that it has in registers anyway.
enum class Reading { again, first, first_and_pack };

/// A panel of B: the numbers for step p are contiguous and start at data[p * step].
template <class T>
struct PanelB {
  const T* data;
  Index step;
  Reading reading;
  T* packed;  // where Reading::first_and_pack puts the panel
};

/// A rectangle of numbers with contiguous rows. With row = 0 all rows are the same.
template <class T>
struct Rows {
  T* data;
  Index row;
};

/// c = start + A B, for mr rows and narrowest << size columns; without start.data, c = A B.
/// `packed` promises that a.row is 1; `reading` is that of b. All loops but the one over p must be
/// unrolled completely: only then can `sum` be in registers.
template <class T, int mr, int size, bool packed, Reading reading>
void micro_kernel(Index kc, const PanelA<T>& a, const PanelB<T>& b, const Rows<const T>& start,
                  const Rows<T>& c) {
  constexpr int columns = narrowest<T> << size;
  using Part = typename PartOf<T, columns>::Type;
  constexpr int n = PartOf<T, columns>::lanes, nv = columns / n;
  Part sum[mr][nv];
#pragma GCC unroll 32
  for (int i = 0; i < mr; ++i) {
#pragma GCC unroll 8
    for (int v = 0; v < nv; ++v) {
      if (start.data) {
        sum[i][v] = load_as<Part>(start.data + i * start.row + v * n);
      } else {
        sum[i][v] = Part{};
      }
    }
  }
  // Each group of four rows has a pointer; the addresses of its rows then cost nothing on x86.
  constexpr int groups = (mr + 3) / 4;
  const Index a_row = packed ? 1 : a.row;
  const T* group[groups];
#pragma GCC unroll 32
  for (int i = 0; i < groups; ++i) group[i] = a.data + 4 * i * a_row;

  const T* row_in_b = b.data;
  T* packed_row = b.packed;
  const auto step = [&](Index p, auto row_done) __attribute__((always_inline)) {
    Part row_of_b[nv];
#pragma GCC unroll 8
    for (int v = 0; v < nv; ++v) {
      const T* const numbers = row_in_b + p * b.step + v * n;
      row_of_b[v] = load_as<Part>(numbers);
      // Rows of B are far apart: left to itself the processor would fetch each one when it is
      // needed. One line with each step, while the sums keep it busy, is what L3 can deliver.
      constexpr int line = 64 / sizeof(Part);  // registers
      if (reading != Reading::again && v % line == 0) __builtin_prefetch(numbers + columns);
      if (reading == Reading::first_and_pack) store(packed_row + p * columns + v * n, row_of_b[v]);
    }
#pragma GCC unroll 32
    for (int i = 0; i < mr; ++i) {
      const T a_ip = group[i / 4][i % 4 * a_row + p * a.step];
#pragma GCC unroll 8
      for (int v = 0; v < nv; ++v) sum[i][v] += a_ip * row_of_b[v];
      row_done(i);
    }
  };
  const auto advance = [&](Index steps) __attribute__((always_inline)) {
#pragma GCC unroll 32
    for (int i = 0; i < groups; ++i) group[i] += steps * a.step;
    row_in_b += steps * b.step;
    if (reading == Reading::first_and_pack) packed_row += steps * columns;
  };
  const auto go_on = [](int) {};
  // Two steps in a turn: on a core that is shared with another thread it counts that pointers are
  // advanced half as often (6 to 11 per cent of the time at 256 to 1024).
  for (; kc > 2; kc -= 2) {
    step(0, go_on);
    step(1, go_on);
    advance(2);
  }
  if (kc == 2) {
    step(0, go_on);
    advance(1);
  }
  // The last step stores each row at once. (Stores after it, in a row, made products with 20 steps
  // 3 per cent slower; and so did asking for the lines of C beforehand.)
  const Rows<T> out = c;
  step(
      0, [&](int i) __attribute__((always_inline)) {
#pragma GCC unroll 8
        for (int v = 0; v < nv; ++v) store(out.data + i * out.row + v * n, sum[i][v]);
      });
}

template <class T>
using MicroKernel = void (*)(Index kc, const PanelA<T>& a, const PanelB<T>& b,
                             const Rows<const T>& start, const Rows<T>& c);

/// All micro-kernels that fit into the registers: at[rows][size]. Low ones read B so fast that
/// asking ahead would only cost time; and where B is packed there are more panels of A, and they
/// are higher.
template <class T, bool packed, Reading reading>
struct MicroKernels {
  MicroKernel<T> at[MR + 1][sizes] = {};

  constexpr MicroKernels() { add<MR, largest(MR)>(); }

 private:
  template <int mr, int size>
  constexpr void add() {
    at[mr][size] = micro_kernel<T, mr, size, packed, (mr > MR / 2 ? reading : Reading::again)>;
    if constexpr (size > 0) {
      add<mr, size - 1>();
    } else if constexpr (mr > 1) {
      add<mr - 1, largest(mr - 1)>();
    }
  }
};
template <class T, bool packed, Reading reading>
constexpr MicroKernels<T, packed, reading> micro_kernels;

template <class T, Reading reading>
MicroKernel<T> choose_kernel(bool packed, Index rows, int size) {
  return (packed ? micro_kernels<T, true, reading>.at
                 : micro_kernels<T, false, reading>.at)[rows][size];
}

template <class T>
MicroKernel<T> choose_kernel(Reading reading, bool packed, Index rows, int size) {
  return reading == Reading::again ? choose_kernel<T, Reading::again>(packed, rows, size)
         : reading == Reading::first
             ? choose_kernel<T, Reading::first>(packed, rows, size)
             : choose_kernel<T, Reading::first_and_pack>(packed, rows, size);
}

/// Sees the registers x and y as the two rows of several 2 x 2 matrices, whose entries are groups
/// of h lanes, and transposes each of these matrices.
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
      if ((i & h) == 0) swap_blocks<T, h>(x[i], x[i + h], AllLanes<T>{});
    }
    transpose<T, h / 2>(x);
  }
}

/// What to pack: `count` rows of A, or columns of B, here called lines. Number p of line i is
/// data[i * line + p * along].
template <class T>
struct Lines {
  const T* data;
  Index line, along, count;
};

/// Packs lines that lie side by side (line = 1): whole registers are copied.
template <class T>
void pack_side_by_side(const Lines<T>& x, Index kc, T* panel, Index height) {
  const Index whole = x.count / lanes<T> * lanes<T>;
  for (Index p = 0; p < kc; ++p, panel += height) {
    const T* const from = x.data + p * x.along;
    for (Index i = 0; i < whole; i += lanes<T>) store(panel + i, load(from + i));
    copy_partial(from + whole, panel + whole, x.count - whole);
  }
}

/// Packs contiguous lines (along = 1) of at least a register: squares are transposed in registers.
template <class T>
void pack_contiguous(const Lines<T>& x, Index kc, T* panel, Index height) {
  constexpr Index n = lanes<T>;
  for (Index first = 0; first < height; first += n) {
    for (Index done = 0; done < kc; done += n) {
      const Index p = smaller(done, kc - n);  // the last square overlaps the one before
      Pack<T> square[n];
      for (Index i = 0; i < n; ++i) {
        const Index line = first + i;
        square[i] = line < x.count ? load(x.data + line * x.line + p) : Pack<T>{};
      }
      transpose<T>(square);
      for (Index i = 0; i < n; ++i) store(panel + (p + i) * height + first, square[i]);
    }
  }
}

/// Packs `kc` steps: number p of line i goes to panel[p * height + i]. Above the last line the
/// panel holds any numbers: they reach only lanes that are thrown away.
template <class T>
void pack(const Lines<T>& x, Index kc, T* panel, Index height) {
  if (x.line == 1) return pack_side_by_side(x, kc, panel, height);
  if (x.along == 1 && kc >= lanes<T>) return pack_contiguous(x, kc, panel, height);
  for (Index p = 0; p < kc; ++p) {
    for (Index i = 0; i < x.count; ++i) panel[p * height + i] = x.data[i * x.line + p * x.along];
  }
}

/// Copies a part of a micro-tile that does not fill its registers.
template <class T>
void copy_rows(Index rows, Index cols, Rows<const T> from, Rows<T> to) {
  for (Index i = 0; i < rows; ++i) {
    const T* const x = from.data + i * from.row;
    T* const y = to.data + i * to.row;
    Index j = 0;
    for (; j + lanes<T> <= cols; j += lanes<T>) store(y + j, load(x + j));
    copy_partial(x + j, y + j, cols - j);
  }
}

/// A micro-kernel of nr columns computes only `cols` of them: c = start + A B, or c = A B. A
/// function of its own, so that whole micro-tiles do without its place on the stack (1 to 2 per
/// cent of 32 x 32 x 32).
template <class T>
[[gnu::noinline]] void partial_tile(MicroKernel<T> kernel, Index rows, Index cols, Index nr,
                                    Index kc, const PanelA<T>& a, const PanelB<T>& b,
                                    const Rows<const T>& start, const Rows<T>& c) {
  T whole[vector_registers * lanes<T>];
  Rows<const T> whole_start = start;
  if (start.data) {
    const Index starts = start.row == 0 ? 1 : rows;  // a bias is one row for all
    for (Index i = 0; i < starts * nr; ++i) whole[i] = 0;
    copy_rows(starts, cols, start, {whole, nr});
    whole_start = {whole, start.row == 0 ? 0 : nr};
  }
  kernel(kc, a, b, whole_start, {whole, nr});
  copy_rows(rows, cols, {whole, nr}, c);
}

/// Rows of B that are contiguous are read in their place if L2 delivers them fast enough: to tiles
/// with few registers, which do little with each number of B, only for the first panels of A. Nor
/// is B packed if all of it stays in half of the smallest L1. (AVX2, which has 6 rows: to pack
/// makes 512 x 512 x 512 1.14 times as fast and 128 x 512 x 20 1.28 times. With the 14 rows of
/// AVX-512 nothing is gained, however many panels there are.)
template <class T>
bool packing_b_pays(const Gemm<T>& g, Index panels, Index numbers) {
  constexpr Index half_of_l1 = 16 * 1024 / sizeof(T);
  return g.b_col != 1 || (MR < 8 && panels > 2 && numbers > half_of_l1);
}

/// A is read in its place unless neither of its strides is 1, or its rows are a multiple of 4096
/// bytes apart: then the rows of a panel compete for the same few places in L1. (At 256 x 256 x 256
/// this is 4 to 8 per cent faster than to pack A always.)
template <class T>
bool packing_a_pays(const Gemm<T>& g, const GemmTile& tile) {
  if (g.a_row != 1 && g.a_col != 1) return true;
  constexpr Index page = 4096 / sizeof(T);
  return (g.a_row + g.a_col - 1) % page == 0 && tile.cols > 32;
}

template <class T>
const T* bias_at(const Gemm<T>& g, Index row, Index col) {
  return g.bias ? g.bias + row * g.bias_row + col : nullptr;
}

/// One block of loop 4: adds the products of `kc` steps of k, from step p on, to a tile of C. In
/// the workspace is room for NC columns of B and all panels of A.
template <class T>
class Block {
 public:
  Block(const Gemm<T>& problem, const GemmTile& tile, const GemmBlocking& blocking, Index p,
        Index kc, T* workspace)
      : g_(problem),
        tile_(tile),
        p_(p),
        kc_(kc),
        pack_a_(packing_a_pays(problem, tile)),
        panels_(ceil_div(tile.rows, MR)),
        highest_(panels_ == 1 ? tile.rows : ceil_div(tile.rows, panels_)),
        pack_b_(packing_b_pays(problem, panels_, kc * tile.cols)),
        largest_(largest(static_cast<int>(highest_))),
        nc_(columns_in_l1(blocking)),
        packed_b_(workspace),
        packed_a_(workspace + blocking.b_numbers) {}

  void run() {
    for (Index j = 0; j < tile_.cols; j += nc_) columns(j, smaller(j + nc_, tile_.cols));
  }

 private:
  static Index columns_of(int size) { return narrowest<T> << size; }

  Index columns_in_l1(const GemmBlocking& blocking) const {
    // Without a division, which a tiny product would feel. The last micro-tile may stick out.
    if ((tile_.cols + lanes<T>)*kc_ <= blocking.l1_numbers) return tile_.cols;
    return larger(blocking.l1_numbers / (kc_ * columns_of(largest_)), 1) * columns_of(largest_);
  }

  /// The size of micro-tile for what is left of a row of C: a narrower one than would hold all of
  /// it where that saves work. An FMA of 64 bytes counts as two; all others take equally long.
  int fitting(Index cols) const {
    constexpr Index unit = GRADUS_VECTOR_BYTES == 64 ? lanes<T> / 2 : lanes<T>;
    int size = largest_;
    while (size > 0 && columns_of(size) - smaller(unit, columns_of(size - 1)) >= cols) --size;
    return size;
  }

  /// Loops 2 and 1, for the columns from `begin` to `end` of the tile.
  void columns(Index begin, Index end) {
    // Panels of A are as equal in height as possible: the last ones may lack a row.
    const Index lower = panels_ * highest_ - tile_.rows;
    Index rows = highest_;
    for (Index panel = 0, row = tile_.row; panel < panels_; ++panel, row += rows) {
      if (panel == panels_ - lower) --rows;
      const PanelA<T> a = panel_of_a(panel, row, begin == 0);
      Index cols = 0;
      for (Index j = begin; j < end; j += cols) {
        const int size = fitting(end - j);
        const Index nr = columns_of(size), col = tile_.col + j;
        cols = smaller(nr, end - j);
        const PanelB<T> b = panel_of_b(col, cols, nr, packed_b_ + (j - begin) * kc_, panel == 0);
        const Rows<T> c{g_.c + row * g_.c_row + col, g_.c_row};
        Rows<const T> start{c.data, c.row};
        if (p_ == 0) start = {bias_at(g_, row, col), g_.bias_row};
        const MicroKernel<T> kernel = choose_kernel<T>(b.reading, a.row == 1, rows, size);
        if (cols == nr) {
          kernel(kc_, a, b, start, c);
        } else {
          partial_tile(kernel, rows, cols, nr, kc_, a, b, start, c);
        }
      }
    }
  }

  PanelA<T> panel_of_a(Index panel, Index row, bool first_use) {
    const T* const source = g_.a + row * g_.a_row + p_ * g_.a_col;
    if (!pack_a_) return {source, g_.a_row, g_.a_col};
    T* const packed = packed_a_ + panel * packed_rows<T> * kc_;
    // Rows of the next panel are packed too if that makes whole registers.
    const Index count = smaller(packed_rows<T>, g_.m - row);
    if (first_use) pack(Lines<T>{source, g_.a_row, g_.a_col, count}, kc_, packed, packed_rows<T>);
    return {packed, 1, packed_rows<T>};
  }

  PanelB<T> panel_of_b(Index col, Index cols, Index nr, T* packed, bool first_use) {
    const T* const source = g_.b + p_ * g_.b_row + col * g_.b_col;
    // The micro-kernel must not read beyond the end of a row.
    if (g_.b_col == 1 && cols == nr && (first_use || !pack_b_)) {
      const Reading reading = !first_use ? Reading::again
                              : pack_b_  ? Reading::first_and_pack
                                         : Reading::first;
      return {source, g_.b_row, reading, packed};
    }
    if (first_use) pack(Lines<T>{source, g_.b_col, g_.b_row, cols}, kc_, packed, nr);
    return {packed, nr, Reading::again, nullptr};
  }

  const Gemm<T>& g_;
  const GemmTile& tile_;
  const Index p_, kc_;
  const bool pack_a_;
  const Index panels_, highest_;
  const bool pack_b_;
  const int largest_;
  const Index nc_;
  T* const packed_b_;
  T* const packed_a_;
};

/// C = bias + a b', the product for k = 1. All that takes time is to write C, which is fastest row
/// after row: twice as fast for 512 x 784 as in micro-tiles.
template <class T>
void outer_product(const Gemm<T>& g, const GemmTile& tile) {
  const T* const b = g.b + tile.col;
  const Index cols = tile.cols;
  for (Index i = tile.row; i < tile.row + tile.rows; ++i) {
    const T a = g.a[i * g.a_row];
    T* const c = g.c + i * g.c_row + tile.col;
    const T* const bias = bias_at(g, i, tile.col);
    Index j = 0;
    for (; j + lanes<T> <= cols; j += lanes<T>) {
      Pack<T> sum = bias ? load(bias + j) : Pack<T>{};
      sum += a * load(b + j);
      store(c + j, sum);
    }
    if (const Index rest = cols - j; rest > 0) {
      Pack<T> sum = bias ? load_partial(bias + j, rest) : Pack<T>{};
      sum += a * load_partial(b + j, rest);
      store_partial(c + j, sum, rest);
    }
  }
}

}  // namespace

template <class T>
void gemm_tile(const Gemm<T>& problem, const GemmTile& tile, const GemmBlocking& blocking,
               T* workspace) {
  if (problem.k == 1 && problem.b_col == 1) return outer_product(problem, tile);
  if (inner_products_pay(problem)) return inner_products(problem, tile);
  if (problem.k <= blocking.kc)  // without divisions, which a tiny product would feel
    return Block<T>(problem, tile, blocking, 0, problem.k, workspace).run();
  const Index blocks = ceil_div(problem.k, blocking.kc);
  for (Index i = 0; i < blocks; ++i) {
    const Index p = problem.k * i / blocks, kc = problem.k * (i + 1) / blocks - p;
    Block<T>(problem, tile, blocking, p, kc, workspace).run();
  }
}

template <class T>
GemmShape gemm_shape() {
  return {lanes<T>, MR, widest(MR) * lanes<T>, packed_rows<T>, max_vectors * lanes<T>};
}

template void gemm_tile(const Gemm<float>&, const GemmTile&, const GemmBlocking&, float*);
template void gemm_tile(const Gemm<double>&, const GemmTile&, const GemmBlocking&, double*);
template GemmShape gemm_shape<float>();
template GemmShape gemm_shape<double>();

}  // namespace gradus::GRADUS_ISA
