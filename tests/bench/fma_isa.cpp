// The speed limit of a core: multiply-adds on registers alone. Built once per instruction set,
// with the flags of the kernels.
#include <cstdint>

#include "tensor/simd.h"

namespace gradus::GRADUS_ISA {

/// Performs `rounds` times 12 independent multiply-adds on whole registers, enough to hide their
/// latency, and returns the number of floating-point operations that this was. The result goes to
/// `sink`, so that the compiler cannot leave the work out.
template <class T>
double fma_rounds(std::int64_t rounds, T scale, T* sink) {
  constexpr int chains = 12;
  Pack<T> sum[chains];  // all different, or the compiler would compute equal ones once
  for (int i = 0; i < chains; ++i) sum[i] = broadcast(static_cast<T>(i));
  const Pack<T> x = broadcast(scale);
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (int i = 0; i < chains; ++i) sum[i] = sum[i] * x + x;
  }
  Pack<T> total = {};
  for (int i = 0; i < chains; ++i) total += sum[i];
  *sink = total[0];
  return 2.0 * static_cast<double>(rounds * chains * lanes<T>);
}

template double fma_rounds(std::int64_t, float, float*);
template double fma_rounds(std::int64_t, double, double*);

}  // namespace gradus::GRADUS_ISA
