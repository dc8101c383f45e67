// What: the matrix products of other libraries behind one signature, and a stopwatch for them.
// Why: "fast" means nothing without somebody beside it. Peers are found by CMake where they are
//      installed; nothing but the benchmarks knows of them.
// Invariants: matrices are row-major and contiguous; a transposed operand is one that is stored
//      transposed. A peer runs on as many threads as it was last told.
// Read next: bench_matmul.cpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tensor/gemm.h"

namespace gradus::bench {

/// C[m,n] = A[m,k] B[k,n]. "NN": both lie in memory as they are named; "TN": A is stored as
/// [k, m]; "NT": B is stored as [n, k].
struct Product {
  std::string op;
  std::int64_t m, n, k;

  bool a_transposed() const { return op[0] == 'T'; }
  bool b_transposed() const { return op[1] == 'T'; }
  double flops() const { return 2.0 * static_cast<double>(m * n * k); }
  std::string text() const;
};

template <class T>
struct Peer {
  std::string name;
  std::function<void(const Product&, const T* a, const T* b, T* c)> multiply;
  std::function<void(int)> set_threads;
};

/// Ours first, then those that are installed: OpenBLAS, BLIS, oneDNN (float only), Eigen.
template <class T>
std::vector<Peer<T>> peers();

inline double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline double median(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  return (x[(x.size() - 1) / 2] + x[x.size() / 2]) / 2;
}

/// The median time of one call of each contestant. They take turns, so that what else happens on
/// the machine meets all of them. Before a turn come a pause, in which threads of the one before
/// fall asleep, and an untimed warm-up, which fills the caches and wakes the threads up.
std::vector<double> median_seconds(const std::vector<std::function<void()>>& contestants,
                                   int rounds, double seconds_a_turn = 0.004);

/// GFLOP/s of multiply-adds on registers alone, on all threads together: the speed limit.
template <class T>
double peak_gflops();

}  // namespace gradus::bench
