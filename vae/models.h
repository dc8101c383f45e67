// What: Vae and Autoencoder over any encoder and any decoder.
// Why: side by side, the two differ in one line: an autoencoder decodes the code itself, a VAE a
//      sample around it, and pays for saying more about z than the prior does.
// Invariants: images x are [B, D]; an encoder gives [B, 2L] for a Vae (means, then logarithms of
//      variances) and [B, L] for an Autoencoder; a decoder takes [B, L] to the likelihood's
//      outputs. Everything is in nats per image.
// Read next: digits.h. Source: Kingma, Welling 2014, section 3.
#pragma once

#include "nn/parameter.h"
#include "vae/elbo.h"
#include "vae/likelihood.h"

namespace gradus::vae {

template <class Encoder, class Decoder, class Likelihood = BernoulliLikelihood>
struct Vae {
  Encoder encoder;
  Decoder decoder;
  Likelihood likelihood;

  Vae(Encoder encoder_, Decoder decoder_, Likelihood likelihood_ = {})
      : encoder(std::move(encoder_)), decoder(std::move(decoder_)), likelihood(likelihood_) {}

  /// q(z|x). x [B, D] -> mean and log_var [B, L]
  template <class T>
  Normal<T> posterior(const Var<T>& x, Where where = {}) const {
    const Var<T> h = encoder(x, where);
    if (h.shape().rank() != 2 || h.shape()[1] % 2 != 0)
      throw ShapeError("Vae: the encoder gives " + h.shape().text() + ", but [B, 2 L] is needed",
                       where);
    const Size latent = h.shape()[1] / 2;
    return {slice(h, 1, 0, latent), slice(h, 1, latent, 2 * latent)};
  }

  /// The bound, with one sample z ~ q(z|x) for each image.
  template <class T>
  Elbo<T> elbo(const Var<T>& x, Rng& rng, Where where = {}) const {
    const Normal<T> q = posterior(x, where);
    const Var<T> z = q.sample(rng);
    return {likelihood.log_prob(decoder(z, where), x, where), kl_to_standard_normal(q, where)};
  }
  template <class T>
  Elbo<T> elbo(const Tensor<T>& x, Rng& rng, Where where = {}) const {
    return elbo(Var<T>(x), rng, where);
  }

  /// The code of an image: the mean of q(z|x). [B, L]
  template <class T>
  Tensor<T> encode(const Tensor<T>& x, Where where = {}) const {
    return posterior(Var<T>(x), where).mean.value();
  }
  /// The mean image E[x|z]. z [B, L] -> [B, D]
  template <class T>
  Tensor<T> decode(const Tensor<T>& z, Where where = {}) const {
    return likelihood.mean(decoder(Var<T>(z), where)).value();
  }

  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

template <class Encoder, class Decoder, class Likelihood = BernoulliLikelihood>
struct Autoencoder {
  Encoder encoder;
  Decoder decoder;
  Likelihood likelihood;

  Autoencoder(Encoder encoder_, Decoder decoder_, Likelihood likelihood_ = {})
      : encoder(std::move(encoder_)), decoder(std::move(decoder_)), likelihood(likelihood_) {}

  /// log p(x|z) at the code itself. There is no q(z|x), so kl is 0, and the sum is no bound of
  /// anything: it is here so that both models are trained and shown by the same code.
  template <class T>
  Elbo<T> elbo(const Var<T>& x, Rng&, Where where = {}) const {
    const Var<T> y = decoder(encoder(x, where), where);
    return {likelihood.log_prob(y, x, where), Tensor<T>::zeros({x.shape()[0]})};
  }
  template <class T>
  Elbo<T> elbo(const Tensor<T>& x, Rng& rng, Where where = {}) const {
    return elbo(Var<T>(x), rng, where);
  }

  /// [B, D] -> [B, L]
  template <class T>
  Tensor<T> encode(const Tensor<T>& x, Where where = {}) const {
    return encoder(Var<T>(x), where).value();
  }
  /// The mean image. z [B, L] -> [B, D]
  template <class T>
  Tensor<T> decode(const Tensor<T>& z, Where where = {}) const {
    return likelihood.mean(decoder(Var<T>(z), where)).value();
  }

  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

}  // namespace gradus::vae
