// What: Arguments, everything that the command line of the program `vae` can say, and its parser.
// Why: apart from main.cpp, so that tests and fuzzers can try any command line without running it.
// Invariants: parsing touches nothing but its result; a command line that is not understood is a
//      UsageError that names the flag.
// Read next: main.cpp.
#pragma once

#include <set>

#include "vae/evaluate.h"

namespace gradus::vae {

struct Arguments {
  std::string program;          // as it was called: argv[0]
  std::string help;             // asked for: to be shown instead of doing anything
  std::string command;          // train, reproduce, evaluate, sample...
  std::set<std::string> flags;  // that were given, as "--latent"
  Options options;
  std::string out;
  bool resume = false;
  bool check_finite = false;
  std::optional<int> threads;
  std::string run;
  std::string table;
  bool trial = false, so_far = false;
  std::string picture;
  Plan plan;
  std::int64_t count = 64, from = 0, to = 1, steps = 10;
  std::uint64_t seed = 1;
};

/// Reads main's argc and argv. Options are checked when they are used (check in options.h), because
/// a resumed run takes most of them from its folder.
Arguments parse_arguments(int argc, const char* const* argv);

/// Throws UsageError, naming the flag, unless n is 1 to `most`.
void from_one_to(std::int64_t most, const char* flag, std::int64_t n);

}  // namespace gradus::vae
