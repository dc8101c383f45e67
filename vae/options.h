// What: Options, everything that defines a training run, and its form as config.json.
// Why: a run can be repeated, resumed and read from its own folder.
// Invariants: options are checked in one place, whether they come from a person or from a file;
//      each message names the flag and what would be accepted.
// Read next: run.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gradus::vae {

struct Options {
  std::string data = "digits";          // digits, mnist
  std::optional<std::string> data_dir;  // where MNIST is; not saved, it belongs to the machine
  std::int64_t train_images = 60000;    // at most; digits are drawn in any number
  std::int64_t test_images = 10000;     // at most
  std::int64_t validation = 0;          // held out of the training images
  std::string model = "vae";            // ae, vae
  std::vector<std::int64_t> hidden = {400};
  std::int64_t latent = 20;
  std::string activation = "relu";       // relu, tanh, elu, gelu, softplus
  std::string likelihood = "bernoulli";  // bernoulli, gaussian
  std::optional<double> stddev;          // gaussian with this one; without, the decoder learns it
  double beta = 1;
  std::int64_t epochs = 10;
  std::int64_t batch = 128;
  double lr = 1e-3;
  std::string optimizer = "adam";  // adam, rmsprop, sgd
  std::string binarize = "none";   // none, dynamic
  std::uint64_t seed = 1;
};

/// Throws UsageError, naming the flag, unless every option can be used.
void check(const Options& options);

/// config.json, and back; `source` names the file in the FileError that says what is wrong with it.
std::string to_json(const Options& options);
Options from_json(const std::string& text, const std::string& source);

}  // namespace gradus::vae
