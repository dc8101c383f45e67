// What the fuzzers started from and what they have found, read again in every test run; and headers
// that promise more than any machine has, which must be refused before memory is asked for.
#include <array>
#include <functional>

#include "nn/checkpoint.h"
#include "nn/files.h"
#include "tests/fuzz/targets.h"
#include "tests/support.h"

using namespace gradus;
namespace fs = std::filesystem;

TEST_CASE("every input in the corpora is accepted or refused") {
  struct Target {
    const char* name;
    void (*run)(const std::string&);
  };
  for (const Target& target :
       {Target{"idx", fuzz::idx}, Target{"gz", fuzz::gz}, Target{"safetensors", fuzz::safetensors},
        Target{"config", fuzz::config}, Target{"metrics", fuzz::metrics},
        Target{"command_line", fuzz::command_line}}) {
    CAPTURE(target.name);
    int inputs = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(GRADUS_CORPORA) / target.name)) {
      CAPTURE(entry.path());
      CHECK_NOTHROW(target.run(read_file(entry.path())));
      ++inputs;
    }
    CHECK(inputs > 0);
  }
}
