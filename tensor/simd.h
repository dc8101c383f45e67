// What: Pack<T>, one machine register of numbers, on the vector extensions of GCC and Clang.
// Why: one source serves every instruction set. This header is compiled several times, with
//      GRADUS_ISA naming the set (baseline, avx2, avx512, neon) and GRADUS_VECTOR_BYTES its width.
// Invariants: everything here lives in a namespace named after the instruction set, so that the
//      linker can never give code built for AVX-512 to a machine without it. For the same reason
//      no kernel source calls an inline function of the standard library.
// Read next: simd_math.h.
#pragma once

#if !defined(GRADUS_ISA) || !defined(GRADUS_VECTOR_BYTES)
#error "simd.h belongs to the kernel sources; CMake builds them once per instruction set"
#endif

#include <cstdint>

namespace gradus::GRADUS_ISA {

template <class T>
struct PackOf;
template <>
struct PackOf<float> {
  typedef float Type __attribute__((vector_size(GRADUS_VECTOR_BYTES)));
  typedef std::int32_t Bits __attribute__((vector_size(GRADUS_VECTOR_BYTES)));
};
template <>
struct PackOf<double> {
  typedef double Type __attribute__((vector_size(GRADUS_VECTOR_BYTES)));
  typedef std::int64_t Bits __attribute__((vector_size(GRADUS_VECTOR_BYTES)));
};

/// A register of T, with +, -, *, /, comparisons and ?: working lane by lane.
template <class T>
using Pack = typename PackOf<T>::Type;
/// The whole numbers of the same width: what comparisons give (0 or -1), and the bits of a Pack.
template <class T>
using Bits = typename PackOf<T>::Bits;

template <class T>
inline constexpr std::int64_t lanes = GRADUS_VECTOR_BYTES / sizeof(T);

// memcpy is how C++ spells an unaligned load; it compiles to one instruction.
template <class T>
[[gnu::always_inline]] inline Pack<T> load(const T* p) {
  Pack<T> v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
template <class T>
[[gnu::always_inline]] inline void store(T* p, Pack<T> v) {
  __builtin_memcpy(p, &v, sizeof v);
}
template <class T>
[[gnu::always_inline]] inline Pack<T> broadcast(T x) {
  return x - Pack<T>{};  // and not + 0, which would make +0 of -0
}

/// The first n < lanes numbers at p, the rest of the lanes filled with `rest`.
template <class T>
[[gnu::always_inline]] inline Pack<T> load_partial(const T* p, std::int64_t n, T rest = T(0)) {
  Pack<T> v = broadcast<T>(rest);
  for (std::int64_t i = 0; i < n; ++i) v[i] = p[i];
  return v;
}
template <class T>
[[gnu::always_inline]] inline void store_partial(T* p, Pack<T> v, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) p[i] = v[i];
}

}  // namespace gradus::GRADUS_ISA
