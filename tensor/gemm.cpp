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

/// Tile number `task` of the grid. Its first column is a multiple of `unit`.
template <class T>
GemmTile tile_of(const Gemm<T>& p, Grid grid, Index task, Index unit) {
  if (grid.rows * grid.cols == 1) return {0, p.m, 0, p.n};
  const Index y = task / grid.cols, x = task % grid.cols, units = ceil_div(p.n, unit);
  const Index row = p.m * y / grid.rows, end_row = p.m * (y + 1) / grid.rows;
  const Index col = units * x / grid.cols * unit;
  const Index end_col = std::min(p.n, units * (x + 1) / grid.cols * unit);
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

template <class T>
void compute_tile(const Gemm<T>& p, const GemmBlocking& blocks, const GemmTile& tile) {
  const Kernels<T>& isa = kernels<T>();
  const Index panels = ceil_div(tile.rows, isa.gemm.mr);
  const Index room = blocks.b_numbers + panels * isa.gemm.packed_rows * std::min(p.k, blocks.kc);
  T* const memory = static_cast<T*>(workspace(static_cast<std::size_t>(room) * sizeof(T)));
  isa.gemm_tile(p, tile, blocks, memory);
}

/// Whether to cut k as well. To multiply few rows by the weights of a layer, dL/dx = dL/dy W, means
/// to read the weights. Cut by columns alone each thread would read a piece of each row, half of
/// them from the cache of another core; cut by k it reads those rows of W that it has used in
/// y = x W' and will update. (On a Zen 4 a step of 784-512-512-20 with a batch of 128 takes 0.89 of
/// the time while the cores share no L3, and 0.99 while they do.) Not with a transposed A:
/// x' dL/dy does not read weights. Threads do not enter, so the bits do not depend on them.
template <class T>
bool halves_pay(const Gemm<T>& p) {
  constexpr Index fewest_steps = 192;
  return p.a_col == 1 && p.b_col == 1 && p.k >= fewest_steps && p.k * p.n >= p.m * (p.k + p.n) &&
         p.m * p.n * p.k >= 4 * smallest_task;
}

/// One thread, or half of them, has the first half of k, one the second half, in two turns: first
/// each computes its half of the columns of C, then it adds to what the other one has computed.
template <class T>
void multiply_by_halves(const Gemm<T>& p, const GemmBlocking& blocks) {
  constexpr Index unit = 16;  // columns; the same for all instruction sets, as bits depend on it
  const Index most = std::min(ceil_div(p.n, 2 * unit), p.m * p.n * p.k / 4 / smallest_task);
  const Index share = std::min(ceil_div(threads(), 2), most);
  for (const Index turn : {0, 1})
    parallel_for(2 * share, [&](Index task) {
      const Index half = task / share, columns = (half + turn) % 2;
      const Index begin = half * (p.k / 2), end = half == 0 ? p.k / 2 : p.k;
      Gemm<T> product = p;
      product.k = end - begin;
      product.a += begin * p.a_col;
      product.b += begin * p.b_row;
      if (turn == 1) product.bias = p.c, product.bias_row = p.c_row;
      const Index tile = columns * share + task % share;
      compute_tile(product, blocks, tile_of(p, {1, 2 * share}, tile, unit));
    });
}

}  // namespace

template <class T>
void gemm(const Gemm<T>& p) {
  if (p.m == 0 || p.n == 0) return;
  if (p.k == 0) {
    const T zero = 0;
    return gemm<T>({p.m, p.n, 1, &zero, 0, 0, &zero, 0, 0, p.c, p.c_row, p.bias, p.bias_row});
  }
  const GemmShape& shape = kernels<T>().gemm;
  const GemmBlocking blocks = blocking<T>(shape, p.k);
  if (halves_pay(p)) return multiply_by_halves(p, blocks);
  const Grid grid = choose_grid(p, shape, blocks);
  parallel_for(grid.rows * grid.cols,
               [&](Index task) { compute_tile(p, blocks, tile_of(p, grid, task, shape.lanes)); });
}

template void gemm(const Gemm<float>&);
template void gemm(const Gemm<double>&);

}  // namespace gradus
