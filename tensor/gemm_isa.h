// What: the part of the matrix product that is compiled once per instruction set.
// Why: kernels_isa.cpp puts these functions into the table from which one set is chosen at start.
// Invariants: as in simd.h, everything lives in the namespace of the instruction set.
// Read next: gemm_isa.cpp.
#pragma once

#include "tensor/gemm.h"
#include "tensor/simd.h"

namespace gradus::GRADUS_ISA {

/// Computes one tile of C from start to end. `workspace` is aligned to 64 bytes and has room for
/// ceil(rows / mr) panels of A and one of B, as gemm_blocking<T>() sizes them.
template <class T>
void gemm_tile(const Gemm<T>& problem, const GemmTile& tile, T* workspace);

template <class T>
GemmBlocking gemm_blocking();

}  // namespace gradus::GRADUS_ISA
