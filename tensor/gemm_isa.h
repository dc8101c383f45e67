// What: the part of the matrix product that is compiled once per instruction set.
// Why: kernels_isa.cpp puts these functions into the table from which one set is chosen at start.
// Invariants: as in simd.h, everything lives in the namespace of the instruction set.
// Read next: gemm_isa.cpp.
#pragma once

#include "tensor/gemm.h"
#include "tensor/simd.h"

namespace gradus::GRADUS_ISA {

/// Computes one tile of C from start to end, KC = kc steps of k at a time. `workspace` is aligned
/// to 64 bytes and has room for one panel of B and all panels of A: kc * (widest_panel + panels *
/// packed_rows) numbers, panels = ceil(tile.rows / mr), as gemm_shape<T>() gives them.
template <class T>
void gemm_tile(const Gemm<T>& problem, const GemmTile& tile, std::int64_t kc, T* workspace);

template <class T>
GemmShape gemm_shape();

}  // namespace gradus::GRADUS_ISA
