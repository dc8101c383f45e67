// What: FmaRounds, the arithmetic by which the peak of a core is measured.
// Why: fma_isa.cpp is built once per instruction set, and fma.cpp chooses.
// Invariants: as in tensor/simd.h.
// Read next: fma_isa.cpp.
#pragma once

#include <cstdint>

namespace gradus::bench {

/// Both do `rounds` rounds of multiply-adds in registers, and return how many floating-point
/// operations that was.
struct FmaRounds {
  double (*of_float)(std::int64_t rounds, float scale, float* sink);
  double (*of_double)(std::int64_t rounds, double scale, double* sink);
};

}  // namespace gradus::bench
