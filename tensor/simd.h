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

#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr int vector_registers = 32;
#else
inline constexpr int vector_registers = 16;
#endif

/// The numbers of the lanes as a list for the compiler: AllLanes<T> is Lanes<0, ..., lanes<T> - 1>.
template <int... lane>
struct Lanes {};
template <int n, int... lane>
struct FirstLanes : FirstLanes<n - 1, n - 1, lane...> {};
template <int... lane>
struct FirstLanes<0, lane...> {
  using Type = Lanes<lane...>;
};
template <class T>
using AllLanes = typename FirstLanes<lanes<T>>::Type;

// memcpy is how C++ spells an unaligned load; it compiles to one instruction.
template <class V, class T>
[[gnu::always_inline]] inline V load_as(const T* p) {
  V v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
template <class T>
[[gnu::always_inline]] inline Pack<T> load(const T* p) {
  return load_as<Pack<T>>(p);
}
template <class T, class V>
[[gnu::always_inline]] inline void store(T* p, V v) {
  __builtin_memcpy(p, &v, sizeof v);
}
template <class T>
[[gnu::always_inline]] inline Pack<T> broadcast(T x) {
  return x - Pack<T>{};  // and not + 0, which would make +0 of -0
}

/// Copies n < lanes numbers: half a register, a quarter... In a loop with the same n the processor
/// foresees which of them, and each is one instruction.
template <class T, int h = lanes<T> / 2>
[[gnu::always_inline]] inline void copy_partial(const T* from, T* to, std::int64_t n) {
  if constexpr (h > 0) {
    if ((n & h) != 0) {
      __builtin_memcpy(to, from, h * sizeof(T));
      from += h;
      to += h;
    }
    copy_partial<T, h / 2>(from, to, n);
  }
}

// A single number, as a loss is, does not take the way through memory: to read a register of which
// a part has just been written, the processor waits.

/// The first n < lanes numbers at p, the rest of the lanes filled with `rest`.
template <class T>
[[gnu::always_inline]] inline Pack<T> load_partial(const T* p, std::int64_t n, T rest = T(0)) {
  Pack<T> v = broadcast<T>(rest);
  if (n == 1) {
    v[0] = *p;
    return v;
  }
  copy_partial(p, reinterpret_cast<T*>(&v), n);
  return v;
}
template <class T>
[[gnu::always_inline]] inline void store_partial(T* p, Pack<T> v, std::int64_t n) {
  if (n == 1) {
    *p = v[0];
    return;
  }
  copy_partial(reinterpret_cast<const T*>(&v), p, n);
}

}  // namespace gradus::GRADUS_ISA
