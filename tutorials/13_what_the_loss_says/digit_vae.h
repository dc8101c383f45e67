// What: a small VAE of digits that is trained under any likelihood and any plan; Score, what it is
//       worth afterwards; OptimalGaussianLikelihood; and blind, the score of knowing nothing.
// Why: the chapter changes one word of the loss at a time, and all the rest must stay as it is.
// Invariants: numbers are doubles: training makes differences of rounding large, and floats are
//      rounded differently on every instruction set. Nats per image. A score is that of the bound
//      itself, with beta 1 and without free bits, whatever was trained.
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

/// The same numbers as another type.
template <class To, class From>
Tensor<To> as(const Tensor<From>& x) {
  std::vector<To> numbers;
  for (const From v : x.to_vector()) numbers.push_back(static_cast<To>(v));
  return Tensor<To>::from(x.shape(), numbers);
}

template <class Likelihood>
auto digit_vae(const Likelihood& likelihood) {
  Rng rng{3};
  nn::Sequential encoder{nn::Linear<double>{784, 100, rng}, nn::Relu{},
                         nn::Linear<double>{100, 2 * latent, rng}};
  nn::Sequential decoder{nn::Linear<double>{latent, 100, rng}, nn::Relu{},
                         nn::Linear<double>{100, likelihood.outputs(784), rng}};
  return vae::Vae{encoder, decoder, likelihood};
}

/// What is maximised, and for how long.
struct Plan {
  double beta = 1;
  int warmup = 0;  // epochs in which beta rises from 0
  double free_bits = 0;
};

void train(auto& model, const Tensor<double>& images, const Plan& plan, int epochs = 6) {
  Rng rng{4};
  nn::Adam<double> adam{{.lr = 3e-3}};
  double done = 0;  // epochs
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const nn::Batches batches{images, std::vector<Size>{}, 25, rng};
    for (const auto& batch : batches) {
      const double rise = plan.warmup > 0 ? std::min(1.0, done / plan.warmup) : 1;
      Tape<double> tape;
      const vae::Objective objective{.free_bits = plan.free_bits};
      const auto bound = objective(model.draws(batch.images, {}, 1, rng), rise * plan.beta);
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

Score score(const auto& model, const Tensor<double>& images) {
  Rng rng{5};
  const auto q = model.posterior(Var<double>(images));
  const Var<double> y = model.decoder(q.sample(rng));
  const Tensor<double> means = q.mean.value(), away = means - mean(means, 0, Dims::keep);
  const Tensor<double> miss = model.likelihood.mean(y).value() - images;
  Score result{-mean(model.likelihood.log_prob(y, Var<double>(images))).item(),
               mean(sum(kl_per_dimension(q), 1)).item(), std::sqrt(mean(miss * miss).item()), 0};
  for (const double variance : mean(away * away, 0).to_vector()) result.active += variance > 0.01;
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
inline auto trained(const Tensor<double>& images, const Plan& plan) {
  auto model = digit_vae(vae::BernoulliLikelihood{});
  model.decoder.template layer<2>().bias.value = nn::logits_of_mean(images);
  train(model, images, plan);
  return model;
}

/// -log p of images under coins that never look at them, whose logits are [784] or [].
inline double blind(const Tensor<double>& logits, const Tensor<double>& images) {
  const Var<double> y = broadcast_to(Var<double>(logits), images.shape());
  return -mean(nn::bernoulli_log_prob_per_row(y, Var<double>(images))).item();
}

}  // namespace gradus
