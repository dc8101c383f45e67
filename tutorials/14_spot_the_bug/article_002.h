// What: the program of article 002 (PyTorch, an encoder and a decoder), in our words.
// Why: the third boss level. It is wrong wherever the article is wrong.
// Invariants: line for line and name for name. What C++ or the library refuses stands behind
//      "refused:" as the article has it, and below it the nearest thing that runs.
// Read next: article_003.h.
#pragma once

#include <tuple>

#include "nn/data.h"
#include "nn/layers.h"
#include "nn/loss.h"
#include "nn/optim.h"
#include "tensor/rng.h"

namespace article_002 {

using namespace gradus;

constexpr Size batch_size = 64;
constexpr double learning_rate = 1e-3;
constexpr Size latent_dim = 2;
constexpr Size pixels = 28 * 28;

/// transforms.Normalize((0.5,), (0.5,)): "standardised to [0, 1]", says the text.
inline Tensor<float> transform(const Tensor<float>& x) { return (x - 0.5F) / 0.5F; }
/// trainset.data.numpy(): the bytes of the file.
inline Tensor<float> data_of(const Tensor<float>& x) { return 255.0F * x; }

struct Encoder {
  nn::Linear<float> fc1, fc2, fc3;

  Encoder(Size latent, Rng& rng)
      : fc1(pixels, 512, rng), fc2(512, 512, rng), fc3(512, 2 * latent, rng) {}
  std::pair<Var<float>, Var<float>> operator()(const Var<float>& images) const {
    Var<float> x = relu(fc1(reshape(images, {images.shape()[0], pixels})));
    x = relu(fc2(x));
    x = fc3(x);
    return {slice(x, 1, 0, latent_dim), slice(x, 1, latent_dim, x.shape()[1])};
  }
  void visit(auto&& f) {
    f("fc1", fc1);
    f("fc2", fc2);
    f("fc3", fc3);
  }
};

struct Decoder {
  nn::Linear<float> fc1, fc2, fc3;

  Decoder(Size latent, Rng& rng)
      : fc1(latent, 512, rng), fc2(512, 512, rng), fc3(512, pixels, rng) {}
  Var<float> operator()(const Var<float>& z) const {
    const Var<float> x = relu(fc2(relu(fc1(z))));
    return reshape(sigmoid(fc3(x)), {z.shape()[0], 28, 28});
  }
  void visit(auto&& f) {
    f("fc1", fc1);
    f("fc2", fc2);
    f("fc3", fc3);
  }
};

struct Vae {
  Encoder encoder;
  Decoder decoder;

  std::tuple<Var<float>, Var<float>, Var<float>> operator()(const Var<float>& x, Rng& rng) const {
    const auto [mu, logvar] = encoder(x);
    const Var<float> std = exp(0.5F * logvar);
    const Var<float> eps = normal<float>(std.shape(), rng);
    return {decoder(eps * std + mu), mu, logvar};
  }
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

/// F.binary_cross_entropy: from probabilities, and the mean of all. Its logarithms stop at -100,
/// these at -87, the logarithm of the smallest float.
inline Var<float> binary_cross_entropy(const Var<float>& p, const Var<float>& x) {
  nn::require_same_shape("binary_cross_entropy", p, x, Where{});
  const Var<float> tiny(1.2e-38F);
  return -mean(x * log(maximum(p, tiny)) + (1.0F - x) * log(maximum(1.0F - p, tiny)));
}

struct Loss {
  Var<float> bce, kld;
};
inline Loss vae_loss_function(const Var<float>& recon_x, const Tensor<float>& x,
                              const Var<float>& mu, const Var<float>& logvar) {
  const Size batch = x.shape()[0];
  // refused: recon_x [B, 28, 28] against x [B, 784]; so recon_x is flattened here
  const Var<float> bce = binary_cross_entropy(reshape(recon_x, {batch, pixels}), Var<float>(x));
  const Var<float> kld = -0.5F * sum(1.0F + logvar - square(mu) - exp(logvar));
  return {bce, kld};
}

struct Program {
  // refused: vae is never made, and there is no dataloader
  Vae vae;
  nn::Adam<float> optimizer{{.lr = learning_rate}};

  explicit Program(Rng& rng) : vae{Encoder(latent_dim, rng), Decoder(latent_dim, rng)} {}

  /// What it prints as "Reconstruction Loss" at the end.
  float train(const Tensor<float>& x_train, int epochs, Rng& rng) {
    float printed = 0;
    for (int epoch = 0; epoch < epochs; ++epoch)
      for (const auto& batch : nn::Batches{x_train, std::vector<Size>{}, batch_size, rng}) {
        Tape tape;
        const auto [recon_x, mu, logvar] = vae(batch.images, rng);
        const auto [bce, kld] = vae_loss_function(recon_x, batch.images, mu, logvar);
        const Var<float> loss = bce + kld;
        optimizer.step(vae, tape.gradients(loss));
        printed = loss.item();
      }
    return printed;
  }

  Tensor<float> generate(Rng& rng) const {
    // refused: vae.decode(sample)
    return vae.decoder(normal<float>({64, latent_dim}, rng)).value();
  }
};

}  // namespace article_002
