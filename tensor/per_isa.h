// What: GRADUS_PER_ISA, the choice among functions that were compiled once per instruction set.
// Why: kernels, the updates of optimisers, a benchmark and chapter 5 are all chosen alike; here is
//      the only list of the namespaces that CMakeLists.txt compiles them into.
// Invariants: for the files that choose; those that are chosen from never include it.
// Read next: simd.h.
#pragma once

#include <string>

#include "tensor/errors.h"
#include "tensor/isa.h"

/// For a function without arguments that every instruction set has in its namespace: declares all
/// of them, and defines function(Isa), which calls the one of that set. Used in namespace gradus.
/// Throws Error for a set of another architecture.
#define GRADUS_PER_ISA(Result, function)                                                \
  GRADUS_EACH_ISA(GRADUS_DECLARE_IN, Result, function)                                  \
  inline Result function(Isa isa) {                                                     \
    switch (isa) {                                                                      \
      GRADUS_EACH_ISA(GRADUS_CALL_IN, Result, function)                                 \
      default:                                                                          \
        throw Error(#function ": this program has none for " + std::string(name(isa))); \
    }                                                                                   \
  }

#define GRADUS_DECLARE_IN(set, Result, function) \
  namespace set {                                \
  Result function();                             \
  }
#define GRADUS_CALL_IN(set, Result, function) \
  case Isa::set:                              \
    return set::function();

#if defined(__x86_64__)
#define GRADUS_EACH_ISA(F, ...) F(baseline, __VA_ARGS__) F(avx2, __VA_ARGS__) F(avx512, __VA_ARGS__)
#elif defined(__aarch64__)
#define GRADUS_EACH_ISA(F, ...) F(neon, __VA_ARGS__)
#else
#define GRADUS_EACH_ISA(F, ...) F(baseline, __VA_ARGS__)
#endif
