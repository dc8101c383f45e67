#include "tensor/isa.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>

#include "tensor/errors.h"

namespace gradus {
namespace {

Isa choose() {
  const std::vector<Isa> available = available_isas();
  const char* const wish = std::getenv("GRADUS_ISA");
  if (!wish || !*wish) return available.back();
  std::string names;
  for (const Isa isa : available) {
    if (name(isa) == wish) return isa;
    names += (names.empty() ? "" : ", ") + std::string(name(isa));
  }
  throw UsageError("GRADUS_ISA=" + std::string(wish) + ": this machine and program know " + names);
}

std::atomic<int> chosen = -1;

}  // namespace

std::string_view name(Isa isa) {
  switch (isa) {
    case Isa::avx2:
      return "avx2";
    case Isa::avx512:
      return "avx512";
    case Isa::neon:
      return "neon";
    case Isa::baseline:
      break;
  }
  return "baseline";
}

std::vector<Isa> available_isas() {
#if defined(__x86_64__)
  std::vector<Isa> isas = {Isa::baseline};
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    isas.push_back(Isa::avx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
      isas.push_back(Isa::avx512);
  }
  return isas;
#elif defined(__aarch64__)
  return {Isa::neon};
#else
  return {Isa::baseline};
#endif
}

Isa isa() {
  int current = chosen.load(std::memory_order_relaxed);
  if (current < 0) {
    current = static_cast<int>(choose());
    chosen.store(current, std::memory_order_relaxed);
  }
  return static_cast<Isa>(current);
}

void set_isa(Isa isa) {
  const std::vector<Isa> available = available_isas();
  if (std::find(available.begin(), available.end(), isa) == available.end())
    throw UsageError("set_isa: this machine cannot run " + std::string(name(isa)));
  chosen.store(static_cast<int>(isa), std::memory_order_relaxed);
}

}  // namespace gradus
