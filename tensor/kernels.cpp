#include "tensor/kernels.h"

#include <string>

#include "tensor/errors.h"

namespace gradus {

// Each compilation of kernels_isa.cpp defines one of these.
namespace baseline {
const KernelTables& tables();
}
namespace avx2 {
const KernelTables& tables();
}
namespace avx512 {
const KernelTables& tables();
}
namespace neon {
const KernelTables& tables();
}

namespace {

const KernelTables& tables(Isa isa) {
  switch (isa) {
#if defined(__x86_64__)
    case Isa::avx512:
      return avx512::tables();
    case Isa::avx2:
      return avx2::tables();
#endif
#if defined(__aarch64__)
    case Isa::neon:
      return neon::tables();
#else
    case Isa::baseline:
      return baseline::tables();
#endif
    default:
      throw Error("kernels: this program has none for " + std::string(name(isa)));
  }
}

}  // namespace

template <>
const Kernels<float>& kernels(Isa isa) {
  return tables(isa).of_float;
}
template <>
const Kernels<double>& kernels(Isa isa) {
  return tables(isa).of_double;
}

}  // namespace gradus
