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

// A thread is woken up only for this many multiplications, three to five microseconds of work:
// with half of that, 64 x 64 x 64 is slower on two threads than on one.
constexpr Index smallest_task = Index{1} << 18;

// Packing one number costs as much time as about this many multiplications by the micro-kernel.
constexpr Index packing_cost = 10;

Index ceil_div(Index x, Index y) { return (x + y - 1) / y; }

/// Bytes of the L2 cache of one core, or a cautious guess where the system does not tell.
Index l2_bytes() {
  Index bytes = 0;
#if defined(__APPLE__)
  std::size_t size = sizeof bytes;
  if (sysctlbyname("hw.l2cachesize", &bytes, &size, nullptr, 0) != 0) bytes = 0;
#elif defined(_SC_LEVEL2_CACHE_SIZE)
  bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
  return std::max<Index>(bytes, 256 * 1024);
}

/// NC: the columns of B for which KC packed steps take up half of the L2 cache; the other half is
/// for A and C.
template <class T>
Index most_columns(const GemmBlocking& blocking) {
  static const Index half = l2_bytes() / 2;
  return half / (blocking.kc * static_cast<Index>(sizeof(T))) / blocking.lanes * blocking.lanes;
}

/// How C is cut: into rows x cols tiles of nearly equal size.
struct Grid {
  Index rows, cols;
};

/// The time that the threads need for C cut in this way, counted in multiplications.
template <class T>
Index cost(const Gemm<T>& p, Grid grid, const GemmBlocking& blocking) {
  const Index rows = ceil_div(p.m, grid.rows);
  const Index cols = ceil_div(ceil_div(p.n, blocking.lanes), grid.cols) * blocking.lanes;
  const Index rounds = ceil_div(grid.rows * grid.cols, threads());
  return rounds * (rows * cols + packing_cost * (rows + cols));
}

/// The cheapest grid with about one or two tiles for each thread and at most `max_cols` in each.
template <class T>
Grid choose_grid(const Gemm<T>& p, const GemmBlocking& blocking, Index max_cols) {
  const Index most_tasks = std::max<Index>(1, p.m * p.n * p.k / smallest_task);
  const Index tasks = std::min<Index>(threads(), most_tasks);
  const Index fewest = ceil_div(p.n, max_cols), most = ceil_div(p.n, blocking.lanes);
  Grid best{1, fewest};
  if (tasks == 1) return best;
  for (Index cols = fewest; cols <= std::min(most, std::max(fewest, 2 * tasks)); ++cols) {
    for (const Index tiles : {tasks, 2 * tasks}) {
      const Grid grid{std::min(ceil_div(tiles, cols), p.m), cols};
      if (cost(p, grid, blocking) < cost(p, best, blocking)) best = grid;
    }
  }
  return best;
}

/// Tile number `task` of the grid. Its columns begin where a register begins.
template <class T>
GemmTile tile_of(const Gemm<T>& p, Grid grid, Index task, Index lanes) {
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

}  // namespace

template <class T>
void gemm(const Gemm<T>& problem) {
  if (problem.m == 0 || problem.n == 0) return;
  Gemm<T> p = problem;
  if (p.k == 0) p.a_row = p.a_col = p.b_row = p.b_col = 0;  // A and B may be null then
  const Kernels<T>& isa = kernels<T>();
  const Index max_cols = most_columns<T>(isa.gemm);
  const Grid grid = choose_grid(p, isa.gemm, max_cols);
  const auto room = static_cast<std::size_t>(isa.gemm.kc * (isa.gemm.rows + max_cols));
  parallel_for(grid.rows * grid.cols, [&](Index task) {
    T* const panels = static_cast<T*>(workspace(room * sizeof(T)));
    isa.gemm_tile(p, tile_of(p, grid, task, isa.gemm.lanes), panels);
  });
}

template void gemm(const Gemm<float>&);
template void gemm(const Gemm<double>&);

}  // namespace gradus
