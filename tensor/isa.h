// What: the instruction sets that kernels are compiled for, and the one that is in use.
// Why: one program runs on every machine and is still as fast as the machine allows.
// Invariants: the choice is made once, at the first use: the best set of this machine, or what the
//      environment variable GRADUS_ISA asks for. There is no silent slow path: programs print it.
// Read next: kernels.h.
#pragma once

#include <string_view>
#include <vector>

namespace gradus {

enum class Isa { baseline, avx2, avx512, neon };

std::string_view name(Isa isa);

/// The instruction sets that this program has kernels for and this machine can run, best last.
std::vector<Isa> available_isas();

/// The one in use. Throws UsageError, with the valid names, if GRADUS_ISA is not one of them.
Isa isa();
/// For tests and benchmarks. Throws UsageError if the machine does not have it.
void set_isa(Isa isa);

}  // namespace gradus
