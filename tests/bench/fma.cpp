#include <vector>

#include "bench/peers.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"

namespace gradus {

// fma_isa.cpp defines one of these for each instruction set.
namespace baseline {
template <class T>
double fma_rounds(std::int64_t rounds, T scale, T* sink);
}
namespace avx2 {
template <class T>
double fma_rounds(std::int64_t rounds, T scale, T* sink);
}
namespace avx512 {
template <class T>
double fma_rounds(std::int64_t rounds, T scale, T* sink);
}
namespace neon {
template <class T>
double fma_rounds(std::int64_t rounds, T scale, T* sink);
}

namespace bench {

template <class T>
static double fma_rounds(std::int64_t rounds, T scale, T* sink) {
  switch (isa()) {
#if defined(__x86_64__)
    case Isa::avx512:
      return avx512::fma_rounds(rounds, scale, sink);
    case Isa::avx2:
      return avx2::fma_rounds(rounds, scale, sink);
#endif
#if defined(__aarch64__)
    default:
      return neon::fma_rounds(rounds, scale, sink);
#else
    default:
      return baseline::fma_rounds(rounds, scale, sink);
#endif
  }
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
