// What: Vae and Autoencoder over any encoder and any decoder.
// Why: side by side, the two differ in one word, the form of q(z|x): an autoencoder decodes the
//      code itself, a VAE a sample around it, and pays for saying more about z than the prior does.
// Invariants: images x are [B, D]; an encoder gives what q is made of, [B, 2L] for a Vae (means,
//      then logarithms of variances) and [B, L] for an Autoencoder; a decoder takes [B, L] to the
//      likelihood's outputs. A context [B, C], if there is one, stands beside x and beside z: what
//      the model is told and need not explain. Everything is in nats per image.
// Read next: nll.h. Sources: Kingma, Welling 2014, section 3; Sohn, Lee, Yan 2015 (context).
#pragma once

#include <optional>

#include "nn/parameter.h"
#include "vae/likelihood.h"
#include "vae/objective.h"

namespace gradus::vae {

/// What a model is told beside the images: [B, C], or nothing.
template <class T>
using Context = std::optional<Tensor<T>>;

/// x [B, D] and its context side by side: [B, D + C].
template <class T>
Var<T> beside(const Var<T>& x, const Context<T>& context, Where where = {}) {
  return context ? concat(std::vector<Var<T>>{x, *context}, 1, where) : x;
}

template <class Encoder, class Decoder, class Likelihood = BernoulliLikelihood,
          class Form = DiagonalPosterior>
struct Vae {
  Encoder encoder;
  Decoder decoder;
  Likelihood likelihood;
  Form form;

  Vae(Encoder encoder_, Decoder decoder_, Likelihood likelihood_ = {}, Form form_ = {})
      : encoder(std::move(encoder_)),
        decoder(std::move(decoder_)),
        likelihood(std::move(likelihood_)),
        form(std::move(form_)) {}

  /// q(z|x), for a Vae a Normal with mean and log_var [B, L].
  template <class T>
  auto posterior(const Var<T>& x, Where where = {}) const {
    return form(encoder(x, where), where);
  }

  /// The bound, with one sample z ~ q(z|x) for each image.
  template <class T>
  Elbo<T> elbo(const Var<T>& x, Rng& rng, Where where = {}) const {
    const auto q = posterior(x, where);
    const Var<T> z = q.sample(rng);
    return {likelihood.log_prob(decoder(z, where), x, where), sum(kl_per_dimension(q), 1)};
  }
  template <class T>
  Elbo<T> elbo(const Tensor<T>& x, Rng& rng, Where where = {}) const {
    return elbo(Var<T>(x), rng, where);
  }

  /// k samples for each image, for every other objective; x has its context `beside` it, and the
  /// target, what the decoder is to explain, has not.
  template <class T>
  auto draws(const Tensor<T>& target, const Context<T>& context, Size k, Rng& rng,
             Where where = {}) const {
    return draws(posterior(beside(Var<T>(target), context, where), where), target, context, k, rng,
                 where);
  }
  /// The same from a q that is there already.
  template <class T, class Q>
  auto draws(const Q& q, const Tensor<T>& target, const Context<T>& context, Size k, Rng& rng,
             Where where = {}) const {
    const auto every = repeated(q, k);
    const Var<T> z = every.sample(rng);
    const Context<T> of_z = context ? repeat_rows(Var<T>(*context), k).value() : context;
    const Var<T> y = decoder(beside(z, of_z, where), where);
    const Var<T> log_prob = likelihood.log_prob(y, repeat_rows(Var<T>(target), k), where);
    return Draws<T, Q>{k, q, z, reshape(log_prob, {k, target.shape()[0]}, where)};
  }

  /// The code of an image: the mean of q(z|x). [B, L]
  template <class T>
  Tensor<T> encode(const Tensor<T>& x, const Context<T>& context = {}, Where where = {}) const {
    return mean_of(posterior(beside(Var<T>(x), context, where), where)).value();
  }
  /// The mean image E[x|z]. z [B, L] -> [B, D]
  template <class T>
  Tensor<T> decode(const Tensor<T>& z, const Context<T>& context = {}, Where where = {}) const {
    return likelihood.mean(decoder(beside(Var<T>(z), context, where), where)).value();
  }

  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
    if constexpr (nn::Model<Likelihood>) f("likelihood", likelihood);
  }
};

/// q(z|x) is the code itself: elbo() is log p(x|z) there, which is no bound of anything; it has
/// this name so that both models are trained and shown by the same code.
template <class Encoder, class Decoder, class Likelihood = BernoulliLikelihood>
struct Autoencoder : Vae<Encoder, Decoder, Likelihood, PointPosterior> {
  Autoencoder(Encoder encoder_, Decoder decoder_, Likelihood likelihood_ = {})
      : Vae<Encoder, Decoder, Likelihood, PointPosterior>(std::move(encoder_), std::move(decoder_),
                                                          std::move(likelihood_)) {}
};

}  // namespace gradus::vae
