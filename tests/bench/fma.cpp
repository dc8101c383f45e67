#include <vector>

#include "bench/peers.h"
#include "tensor/parallel.h"
#include "tensor/per_isa.h"
#include "tests/bench/fma.h"

namespace gradus {

GRADUS_PER_ISA(bench::FmaRounds, fma_rounds)  // of fma_isa.cpp

namespace bench {

static double fma_rounds(std::int64_t rounds, float scale, float* sink) {
  return gradus::fma_rounds(isa()).of_float(rounds, scale, sink);
}
static double fma_rounds(std::int64_t rounds, double scale, double* sink) {
  return gradus::fma_rounds(isa()).of_double(rounds, scale, sink);
}

template <class T>
double peak_gflops() {
  constexpr std::int64_t rounds = 100'000;
  std::vector<T> sink(static_cast<std::size_t>(64 * threads()));
  double flops = 0;
  const auto work = [&] {
    parallel_for(threads(), [&](std::int64_t task) {
      const double done = fma_rounds(rounds, T(0.5), &sink[static_cast<std::size_t>(64 * task)]);
      if (task == 0) flops = done * threads();
    });
  };
  const double seconds = median_seconds({work}, 15).front();
  return flops / seconds * 1e-9;
}

template double peak_gflops<float>();
template double peak_gflops<double>();

}  // namespace bench
}  // namespace gradus
