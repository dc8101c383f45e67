// The entry that libFuzzer calls, for the target that the build names.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  gradus::fuzz::GRADUS_FUZZ_TARGET(std::string(data, data + size));
  return 0;
}
