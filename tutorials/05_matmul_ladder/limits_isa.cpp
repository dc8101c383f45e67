// What the machine can do at best: arithmetic without memory, and memory without arithmetic. Built
// once per instruction set, like rungs_isa.cpp.
#include "tensor/simd.h"
#include "tutorials/05_matmul_ladder/rungs.h"

namespace gradus::GRADUS_ISA {
namespace {

// As many sums as there are registers for. A core that starts four multiply-adds in a cycle and
// needs four cycles for each has 16 of them under way.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr Index chains = 24;
#else
constexpr Index chains = 12;
#endif

/// Independent multiply-adds on whole registers, `rounds` times; returns how many numbers were
/// multiplied and added. What comes out is stored, or the compiler would leave the work out.
Index multiply_adds(Index rounds, float factor, float* sink) {
  Pack<float> sum[chains];
  for (Index i = 0; i < chains; ++i) sum[i] = broadcast(static_cast<float>(i));
  const Pack<float> x = broadcast(factor);
  for (Index round = 0; round < rounds; ++round) {
#pragma GCC unroll 24
    for (Index i = 0; i < chains; ++i) sum[i] = sum[i] * x + x;
  }
  for (Index i = 1; i < chains; ++i) sum[0] += sum[i];
  *sink = sum[0][0];
  return rounds * chains * lanes<float>;
}

/// Reads n numbers, a multiple of 8 registers, and adds them up in 8 sums.
void read(const float* x, Index n, float* sink) {
  constexpr Index sums = 8;
  Pack<float> sum[sums] = {};
  for (Index i = 0; i < n; i += sums * lanes<float>) {
    __builtin_prefetch(x + i + 1024);
#pragma GCC unroll 8
    for (Index s = 0; s < sums; ++s) sum[s] += load(x + i + s * lanes<float>);
  }
  for (Index s = 1; s < sums; ++s) sum[0] += sum[s];
  *sink = sum[0][0];
}

}  // namespace

Limits limits();
Limits limits() { return {multiply_adds, read}; }

}  // namespace gradus::GRADUS_ISA
