// What: with_image_sets, the main function of a chapter that learns from images: drawn digits, or
//       MNIST if it is called with --full.
// Why: a chapter must run on any machine in seconds, and on the real thing for whoever has it.
// Invariants: the drawn sets are the beginnings of those of `vae train --data digits`, so that the
//      program's numbers can be compared with a chapter's.
// Read next: ../../vae/digits.h.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "vae/digits.h"
#include "vae/mnist.h"

namespace gradus {

struct ImageSets {
  bool full = false;  // MNIST
  vae::LabelledImages train, test;
};

/// `arguments` are those of main: nothing, --full, or --full --data-dir FOLDER (else $GRADUS_DATA).
/// Throws UsageError for others, FileError if MNIST is not there.
inline ImageSets image_sets(const std::vector<std::string_view>& arguments, Size train, Size test) {
  if (arguments.empty()) return {false, vae::digits(train, Rng{1}), vae::digits(test, Rng{2})};
  const bool has_folder = arguments.size() == 3 && arguments[1] == "--data-dir";
  if (arguments[0] != "--full" || (arguments.size() > 1 && !has_folder))
    throw UsageError("usage: [--full [--data-dir FOLDER]]");
  std::optional<std::filesystem::path> folder;
  if (has_folder) folder = arguments[2];
  const std::filesystem::path found = vae::find_mnist(folder);
  return {true, vae::mnist(found, vae::Split::train), vae::mnist(found, vae::Split::test)};
}

/// Calls run(image_sets), which returns the exit status; 2, with one line that says why, if there
/// are none.
template <class Run>
int with_image_sets(int argc, char** argv, Size train, Size test, const Run& run) {
  try {
    return run(image_sets({argv + 1, argv + argc}, train, test));
  } catch (const Error& e) {
    return fmt::print(stderr, "{}: {}\n", argv[0], e.what()), 2;
  }
}

}  // namespace gradus
