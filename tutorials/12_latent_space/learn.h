// What: make and train, a Vae or an Autoencoder with one hidden layer and any number of codes; and
//       score, what a VAE reaches on test images.
// Why: chapter 12 trains nine models; this is what chapter 11 explained, in the library's words.
// Invariants: with 400 hidden numbers, 20 codes and the defaults of training these are the model
//      and the numbers of chapter 11.
// Read next: main.cpp.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "nn/data.h"
#include "nn/network.h"
#include "nn/optim.h"
#include "vae/models.h"

namespace gradus {

using Vae = vae::Vae<nn::Network<float>, nn::Network<float>>;
using Autoencoder = vae::Autoencoder<nn::Network<float>, nn::Network<float>>;

/// 784-hidden-latent-hidden-784.
template <class Model>
Model make(Size hidden, Size latent, Rng& rng) {
  const Size outputs = decltype(Model::form){}.outputs(latent);
  nn::Network<float> encoder = nn::mlp({784, hidden, outputs}, nn::Relu{}, rng);
  return {std::move(encoder), nn::mlp({latent, hidden, 784}, nn::Relu{}, rng)};
}

struct Training {
  int epochs = 10;
  Size batch = 128;
  double lr = 1e-3;
};

void train(auto& model, const Tensor<float>& images, const Training& how, Rng rng) {
  model.decoder.last_bias().value = nn::logits_of_mean(images);
  nn::Adam adam{{.lr = how.lr}};
  for (int epoch = 0; epoch < how.epochs; ++epoch)
    for (const auto& batch : nn::Batches{images, std::vector<Size>{}, how.batch, rng}) {
      Tape tape;
      adam.step(model, tape.gradients(-model.elbo(batch.images, rng).mean()));
    }
}

/// Means over images, in nats.
struct Score {
  double reconstruction = 0;
  std::vector<double> kl;  // of each dimension

  double total_kl() const { return std::accumulate(kl.begin(), kl.end(), 0.0); }
  double loss() const { return total_kl() - reconstruction; }
  Size used() const {
    return std::count_if(kl.begin(), kl.end(), [](double k) { return k > 0.1; });
  }
  /// The dimension with the k-th largest KL, k from 0.
  Size most_used(std::size_t k) const {
    std::vector<Size> order(kl.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](Size a, Size b) {
      return kl[static_cast<std::size_t>(a)] > kl[static_cast<std::size_t>(b)];
    });
    return order.at(k);
  }
};

inline Score score(const Vae& model, const Tensor<float>& images) {
  Score result;
  Rng rng = Rng{1}.split(2);
  for (const auto& batch : nn::Batches{images, std::vector<Size>{}, 128}) {
    const auto q = model.posterior(Var(batch.images));
    const Var<float> x = batch.images,
                     log_p = model.likelihood.log_prob(model.decoder(q.sample(rng)), x);
    const std::vector<float> kl = sum(kl_per_dimension(q), 0).value().to_vector();
    result.kl.resize(kl.size());
    const auto n = static_cast<double>(images.shape()[0]);
    for (std::size_t i = 0; i < kl.size(); ++i) result.kl[i] += kl[i] / n;
    result.reconstruction += sum(log_p).item() / n;
  }
  return result;
}

}  // namespace gradus
