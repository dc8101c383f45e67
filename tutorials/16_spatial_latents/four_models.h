// What: four VAEs of 196 codes for images of 28x28, from the same convolutions; Score, their worth.
// Why: a vector of codes and maps of codes are compared fairly only if nothing else differs.
// Invariants: images are black and white, [B, 784]. All begin with the mean brightness, and beta
//      rises during the first half of the training (chapter 13).
// Read next: main.cpp.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "nn/data.h"
#include "nn/optim.h"
#include "vae/nll.h"
#include "vae/run.h"

namespace gradus {

inline constexpr Size maps = 4, side = 7, codes = maps * side * side;

/// [B, 784] -> [B, out]: two convolutions, each followed by pooling to half the side.
inline nn::Network<float> encoder(Size out, Rng& rng) {
  const ConvGeometry same{.padding = 1};
  return nn::Network<float>({nn::Unflatten{{1, 28, 28}}, nn::Conv2d<float>(1, 8, 3, same, rng),
                             nn::Relu{}, nn::MaxPool2d{2},  // [B, 8, 14, 14]
                             nn::Conv2d<float>(8, 16, 3, same, rng), nn::Relu{},
                             nn::MaxPool2d{2},  // [B, 16, 7, 7]
                             nn::Flatten{}, nn::Linear<float>(16 * side * side, out, rng)});
}

/// [B, 196] -> [B, 784]: two transposed convolutions, each to twice the side. Maps of codes go in
/// as the images that they are; a vector has to be made into maps first.
inline nn::Network<float> decoder(bool from_vector, Rng& rng) {
  const ConvGeometry same{.padding = 1}, twice{.stride = 2, .padding = 1};
  nn::Network<float> network;
  if (from_vector) network.add(nn::Linear<float>(codes, codes, rng));
  for (const nn::AnyLayer<float>& layer : std::initializer_list<nn::AnyLayer<float>>{
           nn::Unflatten{{maps, side, side}}, nn::Conv2d<float>(maps, 16, 3, same, rng), nn::Relu{},
           nn::ConvTranspose2d<float>(16, 8, 4, twice, rng), nn::Relu{},     // [B, 8, 14, 14]
           nn::ConvTranspose2d<float>(8, 1, 4, twice, rng), nn::Flatten{}})  // [B, 1, 28, 28]
    network.add(layer);
  return network;
}

struct Candidate {
  std::string name;
  vae::AnyModel model;
};

inline Candidate candidate(const char* name, bool from_vector, const vae::AnyForm& form,
                           float bias) {
  Rng rng{4};
  nn::Network<float> there = encoder(form.outputs(codes), rng), back = decoder(from_vector, rng);
  back.last_bias().value = Tensor<float>::full({1}, bias);
  return {name, {there, back, {vae::BernoulliLikelihood{}}, form}};
}

inline std::vector<Candidate> candidates(float bias) {
  const vae::AnyForm diagonal{vae::DiagonalPosterior{}};
  const auto matrix = [](bool full_mean) {
    return vae::AnyForm{vae::SpatialPosterior{side, side, false, full_mean}};
  };
  return {candidate("vector", true, diagonal, bias),
          candidate("maps, each code by itself", false, diagonal, bias),
          candidate("maps, matrix normal", false, matrix(true), bias),
          candidate("maps, matrix normal, M = mu nu'", false, matrix(false), bias)};
}

inline void train(vae::AnyModel& model, const Tensor<float>& images, int epochs) {
  Rng rng{6};
  nn::Adam adam{{.lr = 4e-3}};
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    const float beta = std::min(1.0F, static_cast<float>(2 * epoch) / static_cast<float>(epochs));
    for (const auto& batch : nn::Batches{images, std::vector<Size>{}, 32, rng}) {
      Tape tape;
      adam.step(model, tape.gradients(-model.elbo(batch.images, rng).mean(beta)));
    }
  }
}

struct Score {
  double kl, minus_elbo, nll;
};
inline Score score(const vae::AnyModel& model, const Tensor<float>& images) {
  Rng rng{7};
  const vae::Elbo<float> elbo = model.elbo(images, rng);
  double nll = 0;  // by importance sampling, chapter 15, of the first 200 images
  for (const double l : vae::log_likelihood(model, images.slice(0, 0, 200), {}, 50, rng)) nll -= l;
  return {mean(elbo.kl).item(), -elbo.mean().item(), nll / 200};
}

/// The mean codes of images, as maps [n, 4, 7, 7], and maps as images.
inline Tensor<float> encode(const vae::AnyModel& model, const Tensor<float>& images) {
  return model.encode(images).reshape({images.shape()[0], maps, side, side});
}
inline Tensor<float> decode(const vae::AnyModel& model, const Tensor<float>& z) {
  return model.decode(z.reshape({z.shape()[0], codes}));
}

/// Maps or images [n, c, h, w] moved to the right, the rightmost columns coming back on the left.
inline Tensor<float> moved(const Tensor<float>& x, Size columns) {
  return concat(std::vector{x.slice(3, -columns, x.shape()[3]), x.slice(3, 0, -columns)}, 3);
}

/// Codes moved by one column ought to be images moved by four pixels: the share of the variance of
/// the moved images that the decoded moved codes explain.
inline double explained_by_moving(const vae::AnyModel& model, const Tensor<float>& images) {
  const Tensor<float> z = encode(model, images);
  const Tensor<float> decoded = decode(model, z).reshape({images.shape()[0], 1, 28, 28});
  const Tensor<float> wanted = moved(decoded, 4).reshape(images.shape());
  const Tensor<float> miss = decode(model, moved(z, 1)) - wanted;
  const Tensor<float> away = wanted - mean(wanted, 0, Dims::keep);
  return 1 - sum(miss * miss).item() / sum(away * away).item();
}

}  // namespace gradus
