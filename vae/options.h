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
  std::string preset;                   // that these options began as, or empty
  std::string data = "digits";          // digits, mnist, moons
  std::int64_t phases = 0;              // of the moons to learn from; 0: any
  std::optional<std::string> data_dir;  // where MNIST is; not saved, it belongs to the machine
  std::int64_t train_images = 60000;    // at most; digits are drawn in any number
  std::int64_t test_images = 10000;     // at most
  std::int64_t validation = 0;          // held out of the training images
  std::string model = "vae";            // ae, vae
  std::string network = "mlp";          // mlp, gated, conv, spatial
  std::vector<std::int64_t> hidden = {400};
  std::int64_t latent = 20;              // of a spatial network: maps, each a quarter as wide
  std::string covariance = "diagonal";   // diagonal, cholesky: of the maps of a spatial network
  bool full_mean = false;                // their means need not be of rank 1
  std::string activation = "relu";       // relu, tanh, elu, gelu, softplus
  std::string likelihood = "bernoulli";  // bernoulli, continuous-bernoulli, gaussian,
                                         // gaussian-shared
  std::optional<double> stddev;          // gaussian with this one; without, the decoder learns it
  bool conditional = false;              // encoder and decoder are told the class
  std::string objective = "elbo";        // elbo, sampled, iwae
  std::int64_t samples = 1;              // of z for each image and step
  double beta = 1;
  std::int64_t warmup = 0;    // epochs in which beta rises from 0
  double free_bits = 0;       // nats per dimension that cost nothing
  std::int64_t epochs = 10;   // at most
  std::int64_t patience = 0;  // epochs without a better bound on the validation images; 0: any
  std::int64_t batch = 128;
  double lr = 1e-3;
  std::string schedule = "constant";  // constant, burda
  std::string optimizer = "adam";     // adam, rmsprop, sgd
  double adam_epsilon = 1e-8;
  std::string binarize = "none";  // none, dynamic, fixed
  std::uint64_t seed = 1;
};

/// Throws UsageError, naming the flag, unless every option can be used.
void check(const Options& options);

/// config.json, and back; `source` names the file in the FileError that says what is wrong with it.
std::string to_json(const Options& options);
Options from_json(const std::string& text, const std::string& source);

}  // namespace gradus::vae
