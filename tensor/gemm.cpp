#include "tensor/gemm.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

#if defined(__APPLE__)
#include <sys/sysctl.h>
#else
#include <unistd.h>
#endif

#include "tensor/buffer.h"
#include "tensor/kernels.h"
#include "tensor/parallel.h"

namespace gradus {
namespace {

using Index = std::int64_t;

// A thread is called only for this many multiplications, one to two microseconds of work: to call
// one that is awake takes about half a microsecond.
constexpr Index smallest_task = Index{1} << 17;

// Packing one number costs as much time as about this many multiplications by the micro-kernel.
// B that is not packed costs as much, as it comes from far away, and A a third of it.
constexpr Index packing_cost = 10, reading_cost = 3;

// A line that two cores read must be taken back from one of them before the other can write to it:
// a line of weights, when Adam updates it, and a line of C, when the next step computes it anew,
// because whoever computes with C (a sum, Adam) shares it out by rows. For each number that costs a
// Zen 4 as much as about 35 multiplications, between cores without a common L3 250; this is a
// compromise. (A loop like Adam's took 150 us for 627,200 weights of which each core had read its
// half, 350 if both had read all, 1,600 without a common L3. 128 x 512 x 20 on two threads: 81
// GFLOP/s cut by columns, 150 by rows.)
constexpr Index sharing_cost = 64;

Index ceil_div(Index x, Index y) { return (x + y - 1) / y; }

/// The caches of one core in bytes, or a cautious guess where the system does not tell.
struct Caches {
  Index l1 = 0, l2 = 0;

  Caches() {
#if defined(__APPLE__)
    std::size_t size = sizeof l1;
    sysctlbyname("hw.l1dcachesize", &l1, &size, nullptr, 0);
    sysctlbyname("hw.l2cachesize", &l2, &size, nullptr, 0);
#elif defined(_SC_LEVEL1_DCACHE_SIZE)
    l1 = sysconf(_SC_LEVEL1_DCACHE_SIZE);
    l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
    l1 = std::max<Index>(l1, 32 * 1024);
    l2 = std::max<Index>(l2, 256 * 1024);
  }
};

const Caches& caches() {
  static const Caches sizes;
  return sizes;
}

// A tiny product would feel each division (4 x 4 x 4 takes 40 ns), so what follows does without
// where it can.

/// C is read and written once in KC steps of k, so KC is as large as pays: a panel of A, MR x KC,
/// fits into L1, and a panel of B, KC x NR, into a sixteenth of L2, which is fast enough for the
/// two lines of B that a step needs. (On a Zen 4 with AVX-512 these are 512 steps. With 170, whose
/// panel of B stays in L1, 1024 x 1024 x 1024 takes 1.2 times as long.)
template <class T>
Index most_steps(const GemmShape& shape, Index k) {
  const Index a_numbers = caches().l1 / Index{sizeof(T)};
  const Index b_numbers = caches().l2 / 16 / Index{sizeof(T)};
  if (k * shape.mr <= a_numbers && k * shape.nr <= b_numbers) return k;
  return std::min(a_numbers / shape.mr, b_numbers / shape.nr);
}

/// What is packed of B for fewer steps takes up two thirds of L1.
template <class T>
GemmBlocking blocking(const GemmShape& shape, Index k) {
  const Index l1_numbers = caches().l1 * 2 / 3 / Index{sizeof(T)}, kc = most_steps<T>(shape, k);
  return {.kc = kc,
          .l1_numbers = l1_numbers,
          .b_numbers = std::max(l1_numbers, kc * shape.widest_panel)};
}

/// Tiles are cut so low that the panels of A in each, MC x KC, take up half of L2 at most.
template <class T>
Index fewest_rows_of_tiles(Index m, Index kc, const GemmShape& shape) {
  const Index numbers = caches().l2 / 2 / Index{sizeof(T)};
  if ((m + shape.mr) * shape.packed_rows * kc <= numbers * shape.mr) return 1;
  const Index mc = std::max<Index>(numbers / kc / shape.packed_rows, 1) * shape.mr;
  return ceil_div(m, mc);
}

/// How C is cut: into rows x cols tiles of nearly equal size.
struct Grid {
  Index rows, cols;
};

/// The time that the threads need for C cut in this way, counted in multiplications per step of k.
template <class T>
Index cost(const Gemm<T>& p, Grid grid, const GemmShape& shape) {
  const Index rows = ceil_div(p.m, grid.rows);
  const Index cols = ceil_div(ceil_div(p.n, shape.lanes), grid.cols) * shape.lanes;
  const Index rounds = ceil_div(grid.rows * grid.cols, threads());
  const bool pack_a = p.a_row != 1 && p.a_col != 1;
  const Index shared_b = grid.rows > 1 ? p.n : 0;
  const Index shared_c = grid.rows % threads() == 0 ? 0 : p.m * p.n / p.k;
  return rounds *
             (rows * cols + (pack_a ? packing_cost : reading_cost) * rows + packing_cost * cols) +
         (shared_b + shared_c) * sharing_cost / threads();
}

/// The cheapest grid with about one or two tiles for each thread.
template <class T>
Grid choose_grid(const Gemm<T>& p, const GemmShape& shape, const GemmBlocking& blocks) {
  const Index fewest = fewest_rows_of_tiles<T>(p.m, blocks.kc, shape);
  Grid best{fewest, 1};
  const Index most_tasks = p.m * p.n * p.k / smallest_task;
  if (most_tasks <= 1 || threads() == 1) return best;
  const Index tasks = std::min<Index>(threads(), most_tasks), most = ceil_div(p.n, shape.lanes);
  for (Index rows = fewest; rows <= std::min(p.m, std::max(fewest + tasks - 1, 2 * tasks));
       ++rows) {
    for (const Index tiles : {tasks, 2 * tasks}) {
      const Grid grid{rows, std::min(ceil_div(tiles, rows), most)};
      if (cost(p, grid, shape) < cost(p, best, shape)) best = grid;
    }
  }
  return best;
}

/// Tile number `task` of the grid. Its columns begin where a register begins.
template <class T>
GemmTile tile_of(const Gemm<T>& p, Grid grid, Index task, Index lanes) {
  if (grid.rows * grid.cols == 1) return {0, p.m, 0, p.n};
  const Index y = task / grid.cols, x = task % grid.cols, vectors = ceil_div(p.n, lanes);
  const Index row = p.m * y / grid.rows, end_row = p.m * (y + 1) / grid.rows;
  const Index col = vectors * x / grid.cols * lanes;
  const Index end_col = std::min(p.n, vectors * (x + 1) / grid.cols * lanes);
  return {row, end_row - row, col, end_col - col};
}

/// Memory of this thread for packed panels; it is kept for the next product.
void* workspace(std::size_t bytes) {
  constexpr std::align_val_t alignment{64};
  struct Free {
    void operator()(void* block) const { ::operator delete(block, alignment); }
  };
  thread_local std::unique_ptr<void, Free> block;
  thread_local std::size_t size = 0;
  if (size < bytes) {
    block.reset(::operator new(bytes, alignment));
    size = bytes;
  }
  return block.get();
}

/// Computes tile number `task` of C, cut as in `grid`.
template <class T>
void compute_tile(const Gemm<T>& p, const GemmBlocking& blocks, Grid grid, Index task) {
  const Kernels<T>& isa = kernels<T>();
  const Index rows = grid.rows == 1 ? p.m : ceil_div(p.m, grid.rows);
  const Index panels = ceil_div(rows, isa.gemm.mr);
  const Index room = blocks.b_numbers + panels * isa.gemm.packed_rows * std::min(p.k, blocks.kc);
  T* const memory = static_cast<T*>(workspace(static_cast<std::size_t>(room) * sizeof(T)));
  isa.gemm_tile(p, tile_of(p, grid, task, isa.gemm.lanes), blocks, memory);
}

/// How many parts of k are multiplied apart and then added. To multiply few rows by the weights of
/// a layer, dL/dx = dL/dy W, means to read the weights. Cut by columns each thread would read a
/// piece of each row, half of them from the cache of another core; cut by k it reads those rows of
/// W that it has used in y = x W' and will update. (Up to twice as fast with 20 rows, 1.2 times
/// with 64; from 128 on nothing is gained. Nor with a transposed A: x' dL/dy does not read weights,
/// and 20 x 512 x 128 would be at 0.85 of its speed.) Not where C is so large that the sums would
/// leave the cache. Threads do not enter, so the bits do not depend on them.
template <class T>
Index parts_of_k(const Gemm<T>& p) {
  constexpr Index most_parts = 8, most_rows = 112, largest_c = Index{1} << 18;
  if (p.a_col != 1 || p.b_col != 1 || p.m > most_rows || p.m * p.n > largest_c) return 1;
  if (p.k * p.n < p.m * (p.k + p.n)) return 1;
  const Index most = std::min(most_parts, p.m * p.n * p.k / smallest_task);
  Index parts = 1;
  while (2 * parts <= most && 96 * parts * parts <= p.k) parts *= 2;
  return parts;
}

/// C as the sum of `parts` products, each of which has an equal part of k.
template <class T>
void add_parts(const Gemm<T>& p, const GemmBlocking& blocks, Index parts) {
  const Index size = p.m * p.n;
  Buffer memory(static_cast<std::size_t>((parts - 1) * size) * sizeof(T));
  T* const sums = static_cast<T*>(memory.data());
  // Where there are more threads than parts, they share a part by columns.
  const Index most =
      std::min(ceil_div(p.n, kernels<T>().gemm.lanes), size * p.k / parts / smallest_task);
  const Grid grid{1, std::min(ceil_div(threads(), parts), most)};
  parallel_for(parts * grid.cols, [&](Index task) {
    const Index part = task / grid.cols;
    const Index begin = p.k * part / parts, end = p.k * (part + 1) / parts;
    Gemm<T> product{p.m,
                    p.n,
                    end - begin,
                    p.a + begin * p.a_col,
                    p.a_row,
                    p.a_col,
                    p.b + begin * p.b_row,
                    p.b_row,
                    p.b_col,
                    p.c,
                    p.c_row,
                    p.bias};
    if (part > 0) {
      product.c = sums + (part - 1) * size;
      product.c_row = p.n;
      product.bias = nullptr;
    }
    compute_tile(product, blocks, grid, task % grid.cols);
  });
  // Row by row, or, where the rows of C have no gaps, in larger pieces.
  constexpr Index piece = 16384;
  const bool gaps = p.c_row != p.n;
  const Index c_step = gaps ? p.c_row : piece, step = gaps ? p.n : piece;
  const auto add = kernels<T>()[Binary::add];
  parallel_for(ceil_div(size, step), [&](Index i) {
    T* const c = p.c + i * c_step;
    for (Index part = 0; part + 1 < parts; ++part)
      add(c, 1, sums + part * size + i * step, 1, c, std::min(step, size - i * step));
  });
}

}  // namespace

template <class T>
void gemm(const Gemm<T>& p) {
  if (p.m == 0 || p.n == 0) return;
  if (p.k == 0) {
    const T zero = 0;
    return gemm<T>({p.m, p.n, 1, &zero, 0, 0, &zero, 0, 0, p.c, p.c_row, p.bias});
  }
  const GemmShape& shape = kernels<T>().gemm;
  const GemmBlocking blocks = blocking<T>(shape, p.k);
  if (const Index parts = parts_of_k(p); parts > 1) return add_parts(p, blocks, parts);
  const Grid grid = choose_grid(p, shape, blocks);
  parallel_for(grid.rows * grid.cols, [&](Index task) { compute_tile(p, blocks, grid, task); });
}

template void gemm(const Gemm<float>&);
template void gemm(const Gemm<double>&);

}  // namespace gradus
