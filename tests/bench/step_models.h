// What: the models whose training step is measured, as data; ours, built as a user would; and the
//       matrix products that a step consists of.
// Why: every contestant trains the same networks, and the products say how fast a step could be.
// Invariants: images are [B, 784]; an encoder ends in 2 L numbers, a decoder begins with L.
// Read next: step_models.cpp, then bench_step.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bench/peers.h"
#include "nn/network.h"

namespace gradus::bench {

struct Model {
  std::string name;
  std::vector<Size> hidden;  // of the encoder, in the order of the decoder reversed
  Size latent;
  nn::AnyLayer<> activation;
  Size batch;
  /// Conv 1-32-64 (4 x 4, stride 2, padding 1), then `hidden`; the decoder is its mirror image.
  bool conv = false;
};

const std::vector<Model>& models();
/// Throws UsageError, with the names there are, if there is no such model.
const Model& model_named(const std::string& name);

/// Batches of images in memory, which training takes in turn.
inline constexpr Size batches_in_memory = 8;

struct Trainer {
  std::function<void()> step;  // the next batch, forward, ELBO, backward, Adam
  std::function<std::vector<Tensor<float>>()> parameters;  // as they are now, in order
};
Trainer trainer(const Model& model);

/// All products of one step, convolutions in their im2col form.
std::vector<Product> products(const Model& model);
/// What they compute, 2 m n k each.
double flops(const Model& model);
/// The number of weights and biases.
Size parameter_count(const Model& model);

}  // namespace gradus::bench
