// What: Ladder, the six ways of chapter 5 to multiply two matrices, by name; a stopwatch, and the
//       speed limit that it measures.
// Why: main.cpp measures and prints; here is what it takes to call each rung in the same way.
// Invariants: no rung allocates memory while it is measured.
// Read next: rungs_isa.cpp, where the rungs are.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tensor/parallel.h"
#include "tensor/per_isa.h"
#include "tensor/rng.h"
#include "tensor/tensor.h"
#include "tutorials/05_matmul_ladder/rungs.h"

namespace gradus {

/// The shortest time of several runs, in seconds: whatever disturbs a run makes it longer.
inline double seconds(const std::function<void()>& work, double at_least = 0.2) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  const auto begin = Clock::now();
  double shortest = 1e9;
  while (since(begin) < at_least) {
    const auto start = Clock::now();
    work();
    shortest = std::min(shortest, since(start));
  }
  return shortest;
}

GRADUS_PER_ISA(Rungs, rungs)    // of rungs_isa.cpp
GRADUS_PER_ISA(Limits, limits)  // of limits_isa.cpp

/// GFLOP/s of n multiply-adds in the time that `work` takes.
inline double speed(Index n, const std::function<void()>& work) {
  return 2e-9 * static_cast<double>(n) / seconds(work);
}

/// Multiply-adds on registers alone, by each of the threads: GFLOP/s of all together.
inline double peak(int threads) {
  Tensor<float> sink = Tensor<float>::zeros({threads, 64});
  float* const sinks = sink.write();
  Index done = 0;
  const Limits of_core = limits(isa());
  const double time = seconds([&] {
    parallel_for(threads, [&](Index t) {
      const Index n = of_core.multiply_adds(100'000, 0.5F, sinks + 64 * t);
      if (t == 0) done = n * threads;
    });
  });
  return 2e-9 * static_cast<double>(done) / time;
}

/// Whole numbers from -4 to 4: sums of their products are exact in any order.
inline Tensor<float> whole_numbers(const Shape& shape, Rng& rng) {
  Tensor<float> x = Tensor<float>::uninitialized(shape);
  float* const values = x.write();
  for (Index i = 0; i < x.numel(); ++i) values[i] = static_cast<float>(rng.below(9) - 4);
  return x;
}

class Ladder {
 public:
  using Step = std::function<void(const Product&)>;

  /// For products of at most this many rows.
  explicit Ladder(Index rows)
      : rungs_(rungs(isa())),
        room_(rungs_.workspace(rows) / 16 * 16 + 16),
        workspace_(Tensor<float>::zeros({threads(), room_})) {}

  std::vector<std::pair<std::string, Step>> steps() {
    return {{"1 naive", rungs_.naive},
            {"2 reordered", rungs_.reordered},
            {"3 blocked", rungs_.blocked},
            {"4 registers", rungs_.registers},
            {"5 packed", [this](const Product& x) { rungs_.packed(x, workspace_.write()); }},
            {"6 threads", [this](const Product& x) { threaded(x); }}};
  }

 private:
  // 6. Some rows of C for each thread. No two of them write to the same place.
  void threaded(const Product& x) {
    float* const memory = workspace_.write();
    parallel_for(threads(), [&](Index t) {
      const Index first = x.m * t / threads(), last = x.m * (t + 1) / threads();
      rungs_.packed({last - first, x.n, x.k, x.a + first * x.k, x.b, x.c + first * x.n},
                    memory + t * room_);
    });
  }

  Rungs rungs_;
  Index room_;
  Tensor<float> workspace_;
};

}  // namespace gradus
