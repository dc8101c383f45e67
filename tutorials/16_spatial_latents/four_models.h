// What: four VAEs of 196 codes for images of 28x28, from the same convolutions; Score, their worth.
// Why: a vector of codes and maps of codes are compared fairly only if little else differs. (The
//      vector's decoder has one layer more, which makes maps of it: 38,612 parameters.)
// Invariants: numbers are doubles: training makes differences of rounding large, and floats are
//      rounded differently on every instruction set. Images are black and white, [B, 784]. All
//      begin with the mean brightness, and beta rises during the first half of the training
//      (chapter 13).
// Read next: main.cpp.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "nn/data.h"
#include "nn/network.h"
#include "nn/optim.h"
#include "vae/nll.h"

namespace gradus {

inline constexpr Size maps = 4, side = 7, codes = maps * side * side;

/// [B, 784] -> [B, out]: two convolutions, each followed by pooling to half the side.
inline nn::Network<double> encoder(Size out, Rng& rng) {
  const ConvGeometry same{.padding = 1};
  return nn::Network<double>({nn::Unflatten{{1, 28, 28}}, nn::Conv2d<double>(1, 8, 3, same, rng),
                              nn::Relu{}, nn::MaxPool2d{2},  // [B, 8, 14, 14]
                              nn::Conv2d<double>(8, 16, 3, same, rng), nn::Relu{},
                              nn::MaxPool2d{2},  // [B, 16, 7, 7]
                              nn::Flatten{}, nn::Linear<double>(16 * side * side, out, rng)});
}

/// [B, 196] -> [B, 784]: two transposed convolutions, each to twice the side. Maps of codes go in
/// as the images that they are; a vector has to be made into maps first.
inline nn::Network<double> decoder(bool from_vector, Rng& rng) {
  const ConvGeometry same{.padding = 1}, twice{.stride = 2, .padding = 1};
  nn::Network<double> network;
  if (from_vector) network.add(nn::Linear<double>(codes, codes, rng));
  for (const nn::AnyLayer<double>& layer : std::initializer_list<nn::AnyLayer<double>>{
           nn::Unflatten{{maps, side, side}}, nn::Conv2d<double>(maps, 16, 3, same, rng),
           nn::Relu{}, nn::ConvTranspose2d<double>(16, 8, 4, twice, rng),
           nn::Relu{},                                                        // [B, 8, 14, 14]
           nn::ConvTranspose2d<double>(8, 1, 4, twice, rng), nn::Flatten{}})  // [B, 1, 28, 28]
    network.add(layer);
  return network;
}

using Model =
    vae::Vae<nn::Network<double>, nn::Network<double>, vae::BernoulliLikelihood, vae::AnyForm>;

struct Candidate {
  std::string name;
  Model model;
};

inline Candidate candidate(const char* name, bool from_vector, const vae::AnyForm& form,
                           double bias) {
  Rng rng{4};
  nn::Network<double> there = encoder(form.outputs(codes), rng), back = decoder(from_vector, rng);
  back.last_bias().value = Tensor<double>::full({1}, bias);
  return {name, {there, back, {}, form}};
}

inline std::vector<Candidate> candidates(double bias) {
  const vae::AnyForm diagonal{vae::DiagonalPosterior{}};
  const auto matrix = [](bool full_mean) {
    return vae::AnyForm{vae::SpatialPosterior{side, side, false, full_mean}};
  };
  return {candidate("vector", true, diagonal, bias),
          candidate("maps, each code by itself", false, diagonal, bias),
          candidate("maps, matrix normal", false, matrix(true), bias),
          candidate("maps, matrix normal, M = mu nu'", false, matrix(false), bias)};
}

inline void train(Model& model, const Tensor<double>& images, int epochs) {
  Rng rng{6};
  nn::Adam<double> adam{{.lr = 4e-3}};
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    const double beta = std::min(1.0, 2.0 * epoch / epochs);
    for (const auto& batch : nn::Batches{images, std::vector<Size>{}, 32, rng}) {
      Tape<double> tape;
      adam.step(model, tape.gradients(-model.elbo(batch.images, rng).mean(beta)));
    }
  }
}

struct Score {
  double kl, minus_elbo, nll;
};
inline Score score(const Model& model, const Tensor<double>& images) {
  Rng rng{7};
  const vae::Elbo<double> elbo = model.elbo(images, rng);
  double nll = 0;  // by importance sampling, chapter 15, of the first 200 images
  for (const double l : vae::log_likelihood(model, images.slice(0, 0, 200), {}, 50, rng)) nll -= l;
  return {mean(elbo.kl).item(), -elbo.mean().item(), nll / 200};
}

/// The mean codes of images, as maps [n, 4, 7, 7], and maps as images.
inline Tensor<double> encode(const Model& model, const Tensor<double>& images) {
  return model.encode(images).reshape({images.shape()[0], maps, side, side});
}
inline Tensor<double> decode(const Model& model, const Tensor<double>& z) {
  return model.decode(z.reshape({z.shape()[0], codes}));
}

/// Maps or images [n, c, h, w] moved to the right, the rightmost columns coming back on the left.
inline Tensor<double> moved(const Tensor<double>& x, Size columns) {
  return concat(std::vector{x.slice(3, -columns, x.shape()[3]), x.slice(3, 0, -columns)}, 3);
}

/// Codes moved by one column ought to be images moved by four pixels: the share of the variance of
/// the moved images that the decoded moved codes explain.
inline double explained_by_moving(const Model& model, const Tensor<double>& images) {
  const Tensor<double> z = encode(model, images);
  const Tensor<double> decoded = decode(model, z).reshape({images.shape()[0], 1, 28, 28});
  const Tensor<double> wanted = moved(decoded, 4).reshape(images.shape());
  const Tensor<double> miss = decode(model, moved(z, 1)) - wanted;
  const Tensor<double> away = wanted - mean(wanted, 0, Dims::keep);
  return 1 - sum(miss * miss).item() / sum(away * away).item();
}

/// Each image, and at its size the deviations of the codes of its maps: [5 n, 784].
inline Tensor<double> with_deviations(const Model& model, const Tensor<double>& images) {
  const Size n = images.shape()[0], patch = 28 / side;
  const auto q = std::get<vae::MatrixNormal<double>>(model.posterior(Var<double>(images)).q);
  const Tensor<double> wide = sqrt(q.variance().value())
                                  .reshape({n * maps, side, 1, side, 1})
                                  .broadcast_to({n * maps, side, patch, side, patch})
                                  .reshape({n, maps, 784});
  return concat(std::vector{images.reshape({n, 1, 784}), wide}, 1).reshape({n * (1 + maps), 784});
}

/// The same numbers as another type.
template <class To, class From>
Tensor<To> as(const Tensor<From>& x) {
  std::vector<To> numbers;
  for (const From v : x.to_vector()) numbers.push_back(static_cast<To>(v));
  return Tensor<To>::from(x.shape(), numbers);
}

}  // namespace gradus
