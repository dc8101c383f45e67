// Speed of the matrix product on the shapes that training a VAE is made of.
//
//   bench_matmul [--csv] [--double]
//
// For each shape the median of repeated runs, in GFLOP/s (2 m n k operations), on all threads and
// on one, beside the peak of the multiply-add units measured in the same run.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tensor/gemm.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tensor/tensor.h"

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

namespace {

template <class T>
double fma_rounds(std::int64_t rounds, T scale, T* sink) {
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

/// A product with A and B as they lie in memory: N as they are, T transposed.
struct Case {
  std::string_view op;
  std::int64_t m, n, k;
};

constexpr Case cases[] = {
    {"NN", 128, 512, 784}, {"NN", 128, 400, 784}, {"NN", 128, 40, 512},  {"NN", 128, 512, 20},
    {"NN", 20, 200, 784},  {"NN", 64, 64, 64},    {"NN", 1, 784, 512},   {"NN", 1024, 1024, 1024},
    {"TN", 784, 512, 128}, {"TN", 512, 40, 128},  {"TN", 400, 20, 128},  {"NT", 128, 784, 512},
    {"NT", 128, 512, 40},  {"NT", 128, 20, 512},  {"NN", 256, 256, 256}, {"NN", 32, 32, 32},
};

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The median time of one call, from 15 samples of about five milliseconds each.
double median_seconds(const auto& work) {
  work();
  const int calls = std::max(1, static_cast<int>(0.005 / std::max(seconds_of(work), 1e-7)));
  std::vector<double> samples;
  for (int i = 0; i < 15; ++i) {
    samples.push_back(seconds_of([&] {
                        for (int call = 0; call < calls; ++call) work();
                      }) /
                      calls);
  }
  std::nth_element(samples.begin(), samples.begin() + 7, samples.end());
  return samples[7];
}

/// GFLOP/s of all threads together when nothing touches memory.
template <class T>
double peak() {
  constexpr std::int64_t rounds = 100'000;
  std::vector<T> sink(static_cast<std::size_t>(64 * threads()));
  double operations = 0;
  const double seconds = median_seconds([&] {
    parallel_for(threads(), [&](std::int64_t task) {
      const double done = fma_rounds(rounds, T(0.5), &sink[static_cast<std::size_t>(64 * task)]);
      if (task == 0) operations = done * threads();
    });
  });
  return operations / seconds * 1e-9;
}

template <class T>
double gflops(const Case& shape) {
  const auto [op, m, n, k] = shape;
  const auto a = Tensor<T>::full({m, k}, T(0.5)), b = Tensor<T>::full({k, n}, T(0.5));
  auto c = Tensor<T>::uninitialized({m, n});
  const bool at = op[0] == 'T', bt = op[1] == 'T';
  const Gemm<T> product{.m = m,
                        .n = n,
                        .k = k,
                        .a = a.data(),
                        .a_row = at ? 1 : k,
                        .a_col = at ? m : 1,
                        .b = b.data(),
                        .b_row = bt ? 1 : n,
                        .b_col = bt ? k : 1,
                        .c = c.write(),
                        .c_row = n};
  return 2.0 * static_cast<double>(m * n * k) / median_seconds([&] { gemm(product); }) * 1e-9;
}

template <class T>
void run(bool csv) {
  const int all = threads();
  const std::string_view dtype = sizeof(T) == 4 ? "float" : "double";
  if (csv) {
    fmt::print("op,m,n,k,dtype,threads,ours_gflops,percent_of_peak\n");
  } else {
    fmt::print("{}, {}, GFLOP/s (% of the measured peak)\n{:<20}", name(isa()), dtype, "product");
  }
  std::vector<int> counts = {1};
  if (all > 1) counts.insert(counts.begin(), all);
  std::vector<double> peaks;
  for (const int count : counts) {
    set_threads(count);
    peaks.push_back(peak<T>());
    if (!csv) fmt::print("  {:>2} threads of {:4.0f}", count, peaks.back());
  }
  if (!csv) fmt::print("\n");
  for (const Case& shape : cases) {
    const auto [op, m, n, k] = shape;
    if (!csv) fmt::print("{:<20}", fmt::format("{} {},{},{}", op, m, n, k));
    for (std::size_t i = 0; i < counts.size(); ++i) {
      set_threads(counts[i]);
      const double speed = gflops<T>(shape), percent = 100 * speed / peaks[i];
      if (csv) {
        fmt::print("{},{},{},{},{},{},{:.1f},{:.1f}\n", op, m, n, k, dtype, counts[i], speed,
                   percent);
      } else {
        fmt::print("  {:8.1f}     ({:3.0f} %)", speed, percent);
      }
    }
    if (!csv) fmt::print("\n");
  }
  set_threads(all);
}

}  // namespace
}  // namespace gradus

int main(int argc, char** argv) {
  bool csv = false, in_double = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    csv |= flag == "--csv";
    in_double |= flag == "--double";
    if (flag != "--csv" && flag != "--double") {
      fmt::print(stderr, "bench_matmul: {} is not an option; there are --csv and --double\n", flag);
      return 2;
    }
  }
  in_double ? gradus::run<double>(csv) : gradus::run<float>(csv);
}
