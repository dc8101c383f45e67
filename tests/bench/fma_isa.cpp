// The speed limit of a core: multiply-adds on registers alone. Built once per instruction set,
// with the flags of the kernels.
#include "tensor/simd.h"
#include "tests/bench/fma.h"

namespace gradus::GRADUS_ISA {
namespace {

// As many sums as there are registers for. A core that starts four multiply-adds in a cycle and
// needs four cycles for each has 16 of them under way.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int chains = 24;
#else
constexpr int chains = 12;
#endif

/// Performs `rounds` times `chains` independent multiply-adds on whole registers, and returns the
/// number of floating-point operations that this was. The result goes to `sink`, so that the
/// compiler cannot leave the work out.
template <class T>
double rounds_of(std::int64_t rounds, T scale, T* sink) {
  Pack<T> sum[chains];  // all different, or the compiler would compute equal ones once
  for (int i = 0; i < chains; ++i) sum[i] = broadcast(static_cast<T>(i));
  const Pack<T> x = broadcast(scale);
  for (std::int64_t round = 0; round < rounds; ++round) {
    // Unrolled, or the sums would be in memory.
#pragma GCC unroll 24
    for (int i = 0; i < chains; ++i) sum[i] = sum[i] * x + x;
  }
  Pack<T> total = {};
  for (int i = 0; i < chains; ++i) total += sum[i];
  *sink = total[0];
  return 2.0 * static_cast<double>(rounds * chains * lanes<T>);
}

}  // namespace

bench::FmaRounds fma_rounds();
bench::FmaRounds fma_rounds() { return {rounds_of<float>, rounds_of<double>}; }

}  // namespace gradus::GRADUS_ISA
