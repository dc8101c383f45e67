// What: the part of the random numbers that is compiled once per instruction set.
// Why: a normal number costs 16 ns with libm, one block of Philox at a time; here 3.
// Invariants: as in simd.h, everything lives in the namespace of the instruction set. Unlike other
//      kernels, these give the same bits with every instruction set and compiler.
// Read next: rng_isa.cpp.
#pragma once

#include "tensor/simd.h"

namespace gradus::GRADUS_ISA {

/// n numbers in [0, 1) from the Philox blocks block, block + 1, ... of a seed.
template <class T>
void uniform(std::uint64_t seed, std::uint64_t block, T* y, std::int64_t n);

/// n normal numbers, each two from two of those.
template <class T>
void normal(std::uint64_t seed, std::uint64_t block, T* y, std::int64_t n);

}  // namespace gradus::GRADUS_ISA
