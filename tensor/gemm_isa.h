// What: the part of the matrix product that is compiled once per instruction set.
// Why: kernels_isa.cpp puts these functions into the table from which one set is chosen at start.
// Invariants: as in simd.h, everything lives in the namespace of the instruction set.
// Read next: gemm_isa.cpp.
#pragma once

#include "tensor/gemm.h"
#include "tensor/simd.h"

namespace gradus::GRADUS_ISA {

/// Computes one tile of C from start to end. `workspace` is aligned to 64 bytes and has room for
/// blocking.b_numbers of B and packed_rows * kc numbers for each panel of A in the tile.
template <class T>
void gemm_tile(const Gemm<T>& problem, const GemmTile& tile, const GemmBlocking& blocking,
               T* workspace);

template <class T>
GemmShape gemm_shape();

}  // namespace gradus::GRADUS_ISA
