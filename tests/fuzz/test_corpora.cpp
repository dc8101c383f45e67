// What the fuzzers started from and what they have found, read again in every test run; and headers
// that promise more than any machine has, which must be refused before memory is asked for.
#include "nn/files.h"
#include "tensor/buffer.h"
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

TEST_CASE("a header that promises terabytes is refused before memory is asked for") {
  struct Promise {
    void (*run)(const std::string&);
    const char* input;
  };
  for (const Promise& promise :
       {Promise{fuzz::idx, "idx/images_terabytes"}, Promise{fuzz::idx, "idx/labels_terabytes"},
        Promise{fuzz::gz, "gz/images_terabytes"}, Promise{fuzz::gz, "gz/labels_terabytes"},
        Promise{fuzz::gz, "gz/bomb"}, Promise{fuzz::safetensors, "safetensors/terabytes"},
        Promise{fuzz::safetensors, "safetensors/overflow"},
        Promise{fuzz::safetensors, "safetensors/long_header"}}) {
    CAPTURE(promise.input);
    const std::string bytes = read_file(fs::path(GRADUS_CORPORA) / promise.input);
    const std::int64_t before = pool_statistics().system_bytes;
    CHECK_NOTHROW(promise.run(bytes));
    CHECK(pool_statistics().system_bytes < before + 1'000'000);
  }
}
