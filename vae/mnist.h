// What: mnist, a reader of MNIST's four files (the IDX format), plain or gzipped.
// Why: real handwriting; and a file that was cut short or mixed up must be found here, by name, and
//      not as a loss that will not go down.
// Invariants: images are [n, 784] with byte / 255 in [0, 1]; files are read in blocks straight into
//      the tensor; what a header promises is checked before memory is asked for.
// Read next: elbo.h. Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
#pragma once

#include <filesystem>
#include <optional>

#include "vae/data.h"

namespace gradus::vae {

enum class Split { train, test };

/// The folder that holds MNIST: `data_dir` (--data-dir) if given, else $GRADUS_DATA, else
/// ~/.cache/gradus; or the subfolder mnist/ of that one. Throws FileError, with how to get the
/// files, if they are not there.
std::filesystem::path find_mnist(const std::optional<std::filesystem::path>& data_dir);

/// 60,000 images to train with or 10,000 to test with: reads {train,t10k}-images-idx3-ubyte and
/// {train,t10k}-labels-idx1-ubyte, or the same with .gz, from the folder or its subfolder mnist/.
/// Files of the same format with another number of images (Fashion-MNIST, EMNIST's digits) are read
/// too. Throws FileError if a file is missing or damaged.
LabelledImages mnist(const std::filesystem::path& folder, Split split);

}  // namespace gradus::vae
