#include "tensor/kernels.h"

#include "tensor/per_isa.h"

namespace gradus {

GRADUS_PER_ISA(const KernelTables&, tables)  // of kernels_isa.cpp

template <>
const Kernels<float>& kernels(Isa isa) {
  return tables(isa).of_float;
}
template <>
const Kernels<double>& kernels(Isa isa) {
  return tables(isa).of_double;
}

}  // namespace gradus
