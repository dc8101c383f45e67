// What: MnistOption, the flags --full and --data-dir of a chapter that can use the real MNIST.
// Why: by default a chapter runs on data made on the spot; whoever has MNIST can run it in earnest.
// Invariants: an unknown flag throws UsageError, in one line.
// Read next: ../../vae/mnist.h.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "vae/mnist.h"

namespace gradus {

struct MnistOption {
  bool full = false;
  std::optional<std::filesystem::path> data_dir = {};  // none: $GRADUS_DATA, or ~/.cache/gradus

  MnistOption(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
      const std::string flag = argv[i];
      if (flag == "--full")
        full = true;
      else if (flag == "--data-dir" && i + 1 < argc)
        data_dir = argv[++i];
      else
        throw UsageError("usage: " + std::string(argv[0]) + " [--full [--data-dir FOLDER]]");
    }
  }
  vae::LabelledImages read(vae::Split split) const {
    return vae::mnist(vae::find_mnist(data_dir), split);
  }
};

}  // namespace gradus
