// Numbers at the edge, through whole models: losses, gradients, steps of optimisers and pictures
// stay finite, in both precisions and with every instruction set.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <limits>

#include "nn/conv.h"
#include "nn/data.h"
#include "nn/layers.h"
#include "nn/optim.h"
#include "tensor/isa.h"
#include "tests/support.h"
#include "vae/models.h"

using namespace gradus;
using namespace gradus::test;

namespace {

constexpr Size side = 8, pixels = side * side, latent = 3, hidden = 10;

template <class T>
auto mlp(Size codes, Size outputs, Rng& rng) {
  return std::pair(nn::Sequential{nn::Linear<T>{pixels, hidden, rng}, nn::Relu{},
                                  nn::Linear<T>{hidden, codes, rng}},
                   nn::Sequential{nn::Linear<T>{latent, hidden, rng}, nn::Relu{},
                                  nn::Linear<T>{hidden, outputs, rng}});
}

template <class T>
auto convolutional(Size codes, Size outputs, Rng& rng) {
  const ConvGeometry halving{.stride = 2, .padding = 1};
  const Size maps = outputs / pixels, half = side / 2;
  return std::pair(
      nn::Sequential{nn::Unflatten{{1, side, side}}, nn::Conv2d<T>{1, 4, 4, halving, rng},
                     nn::Relu{}, nn::Flatten{}, nn::Linear<T>{4 * half * half, codes, rng}},
      nn::Sequential{nn::Linear<T>{latent, 4 * half * half, rng}, nn::Relu{},
                     nn::Unflatten{{4, half, half}},
                     nn::ConvTranspose2d<T>{4, maps, 4, halving, rng}, nn::Flatten{}});
}

/// Changes the bias of a network's last layer that has one.
template <class T, class Network, class F>
void change_last_bias(Network& network, const F& f) {
  nn::Parameter<T>* last = nullptr;
  nn::for_each_parameter(network, [&](const std::string& path, nn::Parameter<T>& parameter) {
    if (path.ends_with("bias")) last = &parameter;
  });
  T* const bias = last->value.write();
  for (Size i = 0; i < last->value.numel(); ++i) bias[i] = f(i, last->value.numel());
}

/// Three steps of each optimiser, each from the same start.
template <class T, class Model>
void check_steps(const Model& start, const Tensor<T>& images) {
  const auto check_with = [&](auto optimizer) {
    Model model = start;
    Rng rng(1);
    for (int step = 0; step < 3; ++step)
      for (const auto& batch : nn::Batches<T>{images, {}, 2}) {
        Tape<T> tape;
        const auto elbo = model.elbo(batch.images, rng);
        CHECK(all_finite(elbo.reconstruction.value()));
        CHECK(all_finite(elbo.kl.value()));
        const Gradients<T> gradients = tape.gradients(-elbo.mean());
        nn::for_each_parameter(model, [&](const std::string& path, auto& parameter) {
          CAPTURE(path);
          const Tensor<T>* const g = gradients.find(parameter.identity);
          REQUIRE(g);
          CHECK(all_finite(*g));
        });
        optimizer.step(model, gradients);
      }
    nn::for_each_parameter(model, [&](const std::string& path, auto& parameter) {
      CAPTURE(path);
      CHECK(all_finite(parameter.value));
    });
    for (const auto& averages : optimizer.state.averages) {
      CAPTURE(averages.first);
      CHECK(all_finite(averages.second.first));
      CHECK(all_finite(averages.second.second));
    }
    CHECK(all_finite(model.decode(model.encode(images))));
  };
  check_with(nn::Sgd<T>({.lr = 1e-30, .momentum = 0.9}));
  check_with(nn::RmsProp<T>());
  check_with(nn::Adam<T>());
}

/// Images of every awkward kind; the last batch of two has one of them.
template <class T>
std::vector<Tensor<T>> awkward_images() {
  Rng rng(2);
  const Shape three = {3, pixels};
  return {Tensor<T>::zeros(three),
          Tensor<T>::full(three, T(1)),
          Tensor<T>::full(three, std::numeric_limits<T>::denorm_min()),
          Tensor<T>::full(three, std::numeric_limits<T>::min() / T(2)),
          uniform<T>(three, rng),
          uniform<T>({1, pixels}, rng)};
}

/// Decoder outputs of +-1e4: logits, means, or means and logarithms of variances.
template <class T, class Model>
void check_extreme_outputs(const Model& model) {
  for (const T size : {T(0), T(1e4), T(-1e4)}) {
    CAPTURE(size);
    Model changed = model;
    change_last_bias<T>(changed.decoder, [&](Size, Size) { return size; });
    for (const Tensor<T>& images : awkward_images<T>()) check_steps(changed, images);
  }
}

/// Logarithms of the variance of q(z|x) of +-50.
template <class T, class Model>
void check_extreme_codes(const Model& model) {
  for (const T log_var : {T(50), T(-50)}) {
    CAPTURE(log_var);
    Model changed = model;
    change_last_bias<T>(changed.encoder,
                        [&](Size i, Size n) { return i < n / 2 ? T(0) : log_var; });
    for (const Tensor<T>& images : awkward_images<T>()) check_steps(changed, images);
  }
}

template <class F>
void with_every_isa(const F& f) {
  const Isa before = isa();
  for (const Isa each : available_isas()) {
    CAPTURE(name(each));
    set_isa(each);
    f();
  }
  set_isa(before);
}

template <class T, class Likelihood>
void check_models(const Likelihood& likelihood) {
  with_every_isa([&] {
    for (const bool images : {false, true}) {
      CAPTURE(images);
      Rng rng(3);
      const auto check = [&](const auto& vae_parts, const auto& autoencoder_parts) {
        const vae::Vae model{vae_parts.first, vae_parts.second, likelihood};
        check_extreme_outputs<T>(model);
        check_extreme_codes<T>(model);
        check_extreme_outputs<T>(
            vae::Autoencoder{autoencoder_parts.first, autoencoder_parts.second, likelihood});
      };
      const Size outputs = likelihood.outputs(pixels);
      if (images)
        check(convolutional<T>(2 * latent, outputs, rng), convolutional<T>(latent, outputs, rng));
      else
        check(mlp<T>(2 * latent, outputs, rng), mlp<T>(latent, outputs, rng));
    }
  });
}

}  // namespace

TEST_CASE_TEMPLATE("edges: Bernoulli models stay finite", T, float, double) {
  check_models<T>(vae::BernoulliLikelihood{});
}
TEST_CASE_TEMPLATE("edges: Gaussian models stay finite", T, float, double) {
  check_models<T>(vae::GaussianLikelihood{});
}
TEST_CASE_TEMPLATE("edges: Gaussian models that learn their variance stay finite", T, float,
                   double) {
  check_models<T>(vae::LearnedGaussianLikelihood{});
}
