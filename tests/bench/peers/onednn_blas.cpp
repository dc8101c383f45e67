// oneDNN's products for a program that asks a BLAS for them: preloaded before libtorch, whose own
// BLAS is slower and, as it may bring threads of its own, in the way of libtorch's.
#include <cstdint>

extern "C" int dnnl_sgemm(char transa, char transb, std::int64_t m, std::int64_t n, std::int64_t k,
                          float alpha, const float* a, std::int64_t lda, const float* b,
                          std::int64_t ldb, float beta, float* c, std::int64_t ldc);

/// BLAS counts column by column and oneDNN row by row, so this is C' = B' A'.
extern "C" void sgemm_(const char* transa, const char* transb, const int* m, const int* n,
                       const int* k, const float* alpha, const float* a, const int* lda,
                       const float* b, const int* ldb, const float* beta, float* c,
                       const int* ldc) {
  dnnl_sgemm(*transb, *transa, *n, *m, *k, *alpha, b, *ldb, a, *lda, *beta, c, *ldc);
}
