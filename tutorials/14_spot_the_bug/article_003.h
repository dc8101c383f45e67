// What: the program of article 003 (Keras' functional interface), in our words.
// Why: the fourth boss level. It is wrong wherever the article is wrong.
// Invariants: line for line and name for name. What C++ or the library refuses stands behind
//      "refused:" as the article has it, and below it the nearest thing that runs.
// Read next: article_004.h.
#pragma once

#include <array>

#include "nn/data.h"
#include "nn/layers.h"
#include "nn/optim.h"

namespace article_003 {

using namespace gradus;

// refused: input_dim, latent_dim and X_train are used and never defined
constexpr Size input_dim = 784, latent_dim = 2;

/// The article calls this the generator network.
struct Encoder {
  nn::Linear<float> hidden, mean, log_var;

  explicit Encoder(Rng& rng)
      : hidden(input_dim, latent_dim, rng),
        mean(latent_dim, latent_dim, rng),
        log_var(latent_dim, latent_dim, rng) {}
  std::array<Var<float>, 2> operator()(const Var<float>& input_layer) const {
    const Var<float> encoder_hidden_layer = relu(hidden(input_layer));
    const Var<float> z_mean = mean(encoder_hidden_layer);
    const Var<float> z_log_var = log_var(encoder_hidden_layer);
    // Keras 3 refuses these functions here; the library does not.
    [[maybe_unused]] const Var<float> z = sigmoid(z_mean) * exp(z_log_var / 2.0F);
    return {z_mean, z_log_var};
  }
  void visit(auto&& f) {
    f("hidden", hidden);
    f("mean", mean);
    f("log_var", log_var);
  }
};

struct Decoder {
  nn::Linear<float> hidden, output;

  explicit Decoder(Rng& rng)
      : hidden(latent_dim, input_dim, rng), output(input_dim, input_dim, rng) {}
  Var<float> operator()(const Var<float>& decoder_input) const {
    const Var<float> decoder_hidden_layer = relu(hidden(decoder_input));
    return sigmoid(output(decoder_hidden_layer));
  }
  void visit(auto&& f) {
    f("hidden", hidden);
    f("output", output);
  }
};

struct Vae {
  Encoder encoder;
  Decoder decoder;

  Var<float> operator()(const Var<float>& input_layer) const {
    return decoder(encoder(input_layer)[1]);
  }
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

struct Program {
  Vae vae;
  nn::Adam<float> adam{{.lr = 0.001}};  // vae.compile(optimizer='adam', loss='mse')

  explicit Program(Rng& rng) : vae{Encoder(rng), Decoder(rng)} {}

  static Var<float> mse(const Var<float>& x, const Var<float>& y) { return mean(square(x - y)); }

  /// vae.fit(X_train, X_train, epochs=100, batch_size=256)
  void fit(const Tensor<float>& x_train, int epochs, Rng& rng) {
    for (int epoch = 0; epoch < epochs; ++epoch)
      for (const auto& batch : nn::Batches{x_train, std::vector<Size>{}, 256, rng}) {
        Tape tape;
        const Var<float> loss = mse(vae(batch.images), batch.images);
        adam.step(vae, tape.gradients(loss));
      }
  }
};

}  // namespace article_003
