#include "bench/peers.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <thread>

#include "tensor/parallel.h"

namespace gradus::bench {

std::string Product::text() const { return fmt::format("{} {},{},{}", op, m, n, k); }

std::vector<double> median_seconds(const std::vector<std::function<void()>>& contestants,
                                   int rounds, double seconds_a_turn) {
  std::vector<int> calls;
  for (const auto& work : contestants) {
    work();
    const double fastest = std::min({seconds_of(work), seconds_of(work), seconds_of(work)});
    calls.push_back(std::max(1, static_cast<int>(seconds_a_turn / std::max(fastest, 1e-7))));
  }
  std::vector<std::vector<double>> samples(contestants.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      const auto turn = [&] {
        for (int call = 0; call < calls[i]; ++call) contestants[i]();
      };
      // OpenMP's threads look for work for about 15 milliseconds before they sleep.
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      turn();
      samples[i].push_back(seconds_of(turn) / calls[i]);
    }
  }
  std::vector<double> medians;
  for (auto& of_one : samples) medians.push_back(median(std::move(of_one)));
  return medians;
}

template <class T>
static Peer<T> ours() {
  return {"ours",
          [](const Product& p, const T* a, const T* b, T* c) {
            gemm(Gemm<T>{.m = p.m,
                         .n = p.n,
                         .k = p.k,
                         .a = a,
                         .a_row = p.a_transposed() ? 1 : p.k,
                         .a_col = p.a_transposed() ? p.m : 1,
                         .b = b,
                         .b_row = p.b_transposed() ? 1 : p.n,
                         .b_col = p.b_transposed() ? p.k : 1,
                         .c = c,
                         .c_row = p.n});
          },
          [](int n) { set_threads(n); }};
}

// The peers are opened at run time, each in a scope of its own: OpenBLAS and BLIS export the same
// names and cannot be linked into one program.
static void* open(const char* library) {
  if (*library == '\0') return nullptr;
  void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) fmt::print(stderr, "left out: {}\n", dlerror());
  return handle;
}

template <class Function>
static Function* find(void* library, const char* name) {
  return reinterpret_cast<Function*>(dlsym(library, name));
}

template <class T>
using CblasGemm = void(int order, int transa, int transb, int m, int n, int k, T alpha, const T* a,
                       int lda, const T* b, int ldb, T beta, T* c, int ldc);

/// The leading dimensions of A and B as they are stored.
static int lda(const Product& p) { return static_cast<int>(p.a_transposed() ? p.m : p.k); }
static int ldb(const Product& p) { return static_cast<int>(p.b_transposed() ? p.k : p.n); }

template <class T>
static Peer<T> cblas(const char* name, void* library, std::function<void(int)> set_threads) {
  auto* const multiply =
      find<CblasGemm<T>>(library, sizeof(T) == 4 ? "cblas_sgemm" : "cblas_dgemm");
  return {name,
          [multiply](const Product& p, const T* a, const T* b, T* c) {
            constexpr int row_major = 101, as_it_is = 111, transposed = 112;
            multiply(row_major, p.a_transposed() ? transposed : as_it_is,
                     p.b_transposed() ? transposed : as_it_is, static_cast<int>(p.m),
                     static_cast<int>(p.n), static_cast<int>(p.k), 1, a, lda(p), b, ldb(p), 0, c,
                     static_cast<int>(p.n));
          },
          std::move(set_threads)};
}

using DnnlSgemm = int(char transa, char transb, std::int64_t m, std::int64_t n, std::int64_t k,
                      float alpha, const float* a, std::int64_t lda, const float* b,
                      std::int64_t ldb, float beta, float* c, std::int64_t ldc);

static Peer<float> onednn(void* library) {
  auto* const multiply = find<DnnlSgemm>(library, "dnnl_sgemm");
  return {"oneDNN",
          [multiply](const Product& p, const float* a, const float* b, float* c) {
            multiply(p.op[0], p.op[1], p.m, p.n, p.k, 1, a, lda(p), b, ldb(p), 0, c, p.n);
          },
          find<void(int)>(library, "omp_set_num_threads")};
}

#if defined(GRADUS_EIGEN)
template <class T>
void eigen_multiply(const Product& p, const T* a, const T* b, T* c);  // eigen.cpp
void eigen_set_threads(int n);
#endif

template <class T>
std::vector<Peer<T>> peers() {
  // OpenBLAS's threads would look for work for 30 ms after a product, in the turn of the next one.
  setenv("OPENBLAS_THREAD_TIMEOUT", "20", 0);
  // Both libraries fall back to old kernels, four times as slow, on CPUs they do not know by name.
#if defined(__x86_64__)
  const bool avx512 = __builtin_cpu_supports("avx512bw") > 0;
  const bool avx2 = __builtin_cpu_supports("avx2") > 0;
  if (avx2) setenv("OPENBLAS_CORETYPE", avx512 ? "SkylakeX" : "Haswell", 0);
  if (avx512) setenv("BLIS_ARCH_TYPE", "0", 0);  // its number for Skylake-X
#endif
  std::vector<Peer<T>> found = {ours<T>()};
  if (void* const library = open(GRADUS_OPENBLAS))
    found.push_back(
        cblas<T>("OpenBLAS", library, find<void(int)>(library, "openblas_set_num_threads")));
  if (void* const library = open(GRADUS_BLIS))
    found.push_back(
        cblas<T>("BLIS", library, find<void(std::int64_t)>(library, "bli_thread_set_num_threads")));
  if constexpr (sizeof(T) == 4) {
    if (void* const library = open(GRADUS_ONEDNN)) found.push_back(onednn(library));
  }
#if defined(GRADUS_EIGEN)
  found.push_back({"Eigen", eigen_multiply<T>, eigen_set_threads});
#endif
  return found;
}

template std::vector<Peer<float>> peers();
template std::vector<Peer<double>> peers();

}  // namespace gradus::bench
