// What: a small VAE of digits that is trained under any likelihood and any plan; Score, what it is
//       worth afterwards; OptimalGaussianLikelihood; and blind, the score of knowing nothing.
// Why: the chapter changes one word of the loss at a time, and all the rest must stay as it is.
// Invariants: nats per image. A score is that of the bound itself, with beta 1 and without free
//      bits, whatever was trained.
// Read next: linear_vae.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "nn/data.h"
#include "nn/init.h"
#include "nn/layers.h"
#include "nn/optim.h"
#include "vae/models.h"

namespace gradus {

inline constexpr Size latent = 16;

template <class Likelihood>
auto digit_vae(const Likelihood& likelihood) {
  Rng rng{3};
  nn::Sequential encoder{nn::Linear{784, 128, rng}, nn::Relu{}, nn::Linear{128, 2 * latent, rng}};
  nn::Sequential decoder{nn::Linear{latent, 128, rng}, nn::Relu{},
                         nn::Linear{128, likelihood.outputs(784), rng}};
  return vae::Vae{encoder, decoder, likelihood};
}

/// What is maximised, and for how long.
struct Plan {
  double beta = 1;
  int warmup = 0;  // epochs in which beta rises from 0
  double free_bits = 0;
};

void train(auto& model, const Tensor<float>& images, const Plan& plan, int epochs = 6) {
  Rng rng{4};
  nn::Adam adam{{.lr = 2e-3}};
  double done = 0;  // epochs
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const nn::Batches batches{images, std::vector<Size>{}, 64, rng};
    for (const auto& batch : batches) {
      const double rise = plan.warmup > 0 ? std::min(1.0, done / plan.warmup) : 1;
      Tape tape;
      const vae::Objective objective{.free_bits = plan.free_bits};
      const auto bound =
          objective(model.draws(batch.images, {}, 1, rng), static_cast<float>(rise * plan.beta));
      adam.step(model, tape.gradients(-mean(bound.per_image)));
      done += 1.0 / static_cast<double>(batches.count());
    }
  }
}

struct Score {
  double distortion, rate, error;  // -E log p(x|z), KL, root of the mean squared error of a pixel
  int active;                      // dimensions whose mean differs from image to image
  double minus_elbo() const { return distortion + rate; }
};

Score score(const auto& model, const Tensor<float>& images) {
  Rng rng{5};
  const auto q = model.posterior(Var<float>(images));
  const Var<float> y = model.decoder(q.sample(rng));
  const Tensor<float> means = q.mean.value(), away = means - mean(means, 0, Dims::keep);
  const Tensor<float> miss = model.likelihood.mean(y).value() - images;
  Score result{-mean(model.likelihood.log_prob(y, Var<float>(images))).item(),
               mean(sum(kl_per_dimension(q), 1)).item(), std::sqrt(mean(miss * miss).item()), 0};
  for (const float variance : mean(away * away, 0).to_vector()) result.active += variance > 0.01F;
  return result;
}

/// A shared variance that nobody has to learn: the best one for each batch is the mean squared
/// error (Rybkin, Daniilidis, Levine 2021).
struct OptimalGaussianLikelihood {
  Size outputs(Size data) const { return data; }
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return vae::Normal<T>{y, log(gradus::mean(square(x - y)))}.log_prob(x, where);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return y;
  }
};

/// A VAE of coins after training by this plan. It begins with the mean image, so that nothing but
/// z is left to be learned.
inline auto trained(const Tensor<float>& images, const Plan& plan) {
  auto model = digit_vae(vae::BernoulliLikelihood{});
  model.decoder.template layer<2>().bias.value = nn::logits_of_mean(images);
  train(model, images, plan);
  return model;
}

/// -log p of images under coins that never look at them, whose logits are [784] or [].
inline double blind(const Tensor<float>& logits, const Tensor<float>& images) {
  const Var<float> y = broadcast_to(Var<float>(logits), images.shape());
  return -mean(nn::bernoulli_log_prob_per_row(y, Var<float>(images))).item();
}

}  // namespace gradus
