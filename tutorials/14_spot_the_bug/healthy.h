// What: the VAE that the articles meant to write, its training, and the lines of a symptom card.
// Why: a number alone is no symptom. It becomes one beside the number of a program that is well.
// Invariants: 784-128-64-(2,2) and 2-128-784, the layers of article 000, with the library's bound.
//      In double, so that the card is the same with every instruction set.
// Read next: articles_0_and_1.h.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "nn/data.h"
#include "nn/inspect.h"
#include "nn/network.h"
#include "nn/optim.h"
#include "vae/models.h"

namespace gradus {

template <class To, class From>
Tensor<To> converted(const Tensor<From>& x) {
  const std::vector<From> values = x.to_vector();
  return Tensor<To>::from(x.shape(), std::vector<To>(values.begin(), values.end()));
}

inline auto new_vae(Rng& rng) {
  auto encoder = nn::mlp<double>({784, 128, 64, 4}, nn::Relu{}, rng);
  auto decoder = nn::mlp<double>({2, 128, 784}, nn::Relu{}, rng);
  return vae::Vae{std::move(encoder), std::move(decoder)};
}
using HealthyVae = decltype(new_vae(std::declval<Rng&>()));

/// Minimises loss(model, images), a scalar, in batches of 64.
template <class Loss>
HealthyVae trained(const Tensor<double>& images, int epochs, const Loss& loss) {
  Rng rng{1};
  HealthyVae model = new_vae(rng);
  nn::Adam<double> adam{{.lr = 2e-3}};
  for (int epoch = 0; epoch < epochs; ++epoch)
    for (const auto& batch : nn::Batches{images, std::vector<Size>{}, 64, rng}) {
      Tape<double> tape;
      adam.step(model, tape.gradients(loss(model, batch.images)));
    }
  return model;
}
inline HealthyVae healthy_vae(const Tensor<double>& images, int epochs) {
  Rng noise{2};
  return trained(images, epochs, [&](const HealthyVae& model, const Tensor<double>& x) {
    return -model.elbo(x, noise).mean();
  });
}

/// A line of the card: "B4   correlation of mean and log-variance       1.000    0.112".
inline void line(const std::string& name, const std::string& what, const std::string& shows,
                 const std::string& healthy) {
  const bool is_long = shows.size() > 18;  // a message: on a line of its own
  fmt::print("{:>3}  {:<52} {:>18} {:>11}\n", name, what, is_long ? "refused:" : shows, healthy);
  if (is_long) fmt::print("       \"{}\"\n", shows);
}
inline void head(const std::string& title) {
  fmt::print("\n{}\n", title);
  line("no", "what is measured", "shows", "healthy");
}
template <class... Numbers>
std::string said(fmt::format_string<Numbers...> format, Numbers&&... numbers) {
  return fmt::format(format, std::forward<Numbers>(numbers)...);
}

template <bool compiles>
constexpr const char* says_cpp = compiles ? "compiles" : "C++ refuses it";

/// What every section compares with, and the pictures that they leave behind.
struct Ward {
  Tensor<float> images, x;  // x: the first thousand
  Tensor<double> precise;   // x, for the healthy model
  HealthyVae healthy;
  std::vector<Tensor<float>> pictures;

  vae::Normal<double> q() const { return healthy.posterior(Var<double>(precise)); }
  void keep(const Tensor<float>& shown) {
    pictures.push_back(shown.reshape({-1, 784}).slice(0, 0, 10));
  }
};

/// What the library, or Python, says to a computation that cannot be: without the line of source.
template <class F>
std::string refusal(const F& f) {
  try {
    f();
  } catch (const std::exception& e) {
    const std::string text = e.what();
    return text.substr(0, text.find(" ("));
  }
  return "runs";
}

template <class T>
T lowest(const Tensor<T>& x) {
  return -max(-x).item();
}
template <class T>
T variance(const Tensor<T>& x) {
  const Tensor<T> away = x - mean(x, 0, Dims::keep);
  return mean(away * away).item();
}
template <class T>
T correlation(const Tensor<T>& x, const Tensor<T>& y) {
  const Tensor<T> a = x - mean(x), b = y - mean(y);
  return mean(a * b).item() / std::sqrt(mean(a * a).item() * mean(b * b).item());
}
/// The squared distance of two neighbouring rows, on average: 0 if all rows are the same.
template <class T>
T distance_of_rows(const Tensor<T>& x) {
  const Size n = x.shape()[0];
  const Tensor<T> step = x.slice(0, 1, n) - x.slice(0, 0, n - 1);
  return mean(sum(step * step, 1)).item();
}

/// What images cost, in nats, if p is what the decoder shows: [n, D], and [n, D] or [1, D].
template <class T>
T cross_entropy(const Tensor<T>& x, const Tensor<T>& p) {
  const Tensor<T> tiny(T(1e-9));
  const Tensor<T> ones = log(maximum(p, tiny)), zeros = log(maximum(T(1) - p, tiny));
  return std::abs(mean(sum(x * ones + (T(1) - x) * zeros, 1)).item());
}

/// How much more a loss charges for a nat of KL than for a nat of reconstruction. loss is given
/// both, for every pixel [B, D] and for every dimension of the code [B, L].
template <class Loss>
float beta_of(Size batch, Size data, Size latent, const Loss& loss) {
  Tape tape;
  const Var<float> r = tape.watch(Tensor<float>::ones({batch, data}));
  const Var<float> kl = tape.watch(Tensor<float>::ones({batch, latent}));
  const Gradients<float> g = tape.gradients(loss(r, kl));
  return g[kl].value().at({0, 0}) / g[r].value().at({0, 0});
}

}  // namespace gradus
