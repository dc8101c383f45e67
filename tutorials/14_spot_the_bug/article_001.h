// What: the program of article 001 (TensorFlow, a class of its own), in our words.
// Why: the second boss level. It is wrong wherever the article is wrong.
// Invariants: line for line and name for name. What C++ or the library refuses stands behind
//      "refused:" as the article has it, and below it the nearest thing that runs.
// Read next: article_002.h.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "nn/layers.h"
#include "nn/optim.h"

namespace article_001 {

using namespace gradus;

/// Python's `a, b = t`: a tensor is unpacked along its first axis.
inline std::pair<Var<float>, Var<float>> unpacked(const Var<float>& t) {
  if (t.shape()[0] != 2)
    throw std::length_error(fmt::format("{} values for two names", t.shape()[0]));
  const Shape one{t.shape()[1], t.shape()[2]};
  return {reshape(slice(t, 0, 0, 1), one), reshape(slice(t, 0, 1, 2), one)};
}

/// The cross-entropy of each row of pixels, from logits.
inline Var<float> binary_crossentropy(const Tensor<float>& x, const Var<float>& logits) {
  return -mean(bernoulli_log_prob(logits, Var<float>(x)), -1);
}

struct Vae {
  Size latent_dim;
  nn::Linear<float> encoder_1, encoder_2, decoder_1, decoder_2;

  Vae(std::pair<Size, Size> input_shape, Size latent, Rng& rng)
      : latent_dim(latent),
        encoder_1(input_shape.second, 128, rng),
        encoder_2(128, latent, rng),
        decoder_1(latent, 128, rng),
        decoder_2(128, input_shape.first, rng) {}

  Var<float> encode(const Var<float>& inputs) const {
    return relu(encoder_2(relu(encoder_1(inputs))));
  }
  Var<float> decode(const Var<float>& latent_inputs) const {
    return sigmoid(decoder_2(relu(decoder_1(latent_inputs))));
  }
};

/// What an optimiser can be handed.
struct Weights {
  Vae& vae;
  void visit(auto&& f) {
    f("encoder_1", vae.encoder_1);
    f("encoder_2", vae.encoder_2);
    f("decoder_1", vae.decoder_1);
    f("decoder_2", vae.decoder_2);
  }
};

struct Program {
  Vae vae;
  // reconstruction_loss = BinaryCrossentropy(from_logits=True) is made here
  nn::Adam<float> optimizer{{.lr = 1e-3}};

  explicit Program(Rng& rng) : vae({28, 28}, 2, rng) {}

  /// x [B, 28, 28]
  float train_step(const Tensor<float>& x) {
    Tape tape;
    const auto [z_mean, z_log_var] = unpacked(vae.encode(x));
    const Var<float> reconstruction = vae.decode(z_mean);
    const Var<float> reconstruction_loss = mean(binary_crossentropy(x, reconstruction));
    const Var<float> kl_loss = -0.5F * mean(1.0F + z_log_var - square(z_mean) - exp(z_log_var));
    const Var<float> loss = reconstruction_loss + kl_loss;
    const Gradients<float> grads = tape.gradients(loss);
    // refused: optimizer.step(vae, grads), because a Vae does not name its weights
    Weights trainable_weights{vae};
    optimizer.step(trainable_weights, grads);
    return loss.item();
  }

  /// refused: epochs, train_dataset and num_samples are not defined
  Tensor<float> generate(Size num_samples, Rng& rng) const {
    const Tensor<float> latent_inputs = normal<float>({num_samples, vae.latent_dim}, rng);
    return vae.decode(latent_inputs).value();
  }
};

}  // namespace article_001
