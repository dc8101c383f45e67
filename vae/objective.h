// What: Draws, samples of z with all that an objective asks of them; Objective, what is maximised.
// Why: ELBO, IWAE, beta-VAE, warm-up and free bits are a few lines each once the parts are there.
// Invariants: nats per image; every function gives one number per image, the mean is taken aloud.
// Read next: models.h. Sources: Kingma, Welling 2014, eq. 3; Burda, Grosse, Salakhutdinov 2016;
//      Higgins et al. 2017; Kingma et al. 2016, appendix C.8.
#pragma once

#include <cmath>

#include "vae/elbo.h"
#include "vae/posterior.h"

namespace gradus::vae {

/// k samples of z for each of B images.
template <class T, class Posterior>
struct Draws {
  Size k;
  Posterior q;            // q(z|x), one row for each image
  Var<T> z;               // [k B, L]
  Var<T> log_likelihood;  // log p(x|z), [k, B]

  /// KL(q || p(z)) in closed form. [B]
  Var<T> kl() const { return sum(kl_per_dimension(q), 1); }
  /// log p(z) - log q(z|x), whose mean over samples is -KL. [k, B]
  Var<T> log_ratio() const {
    const Var<T> of_rows = standard_normal_log_prob(z) - repeated(q, k).log_prob(z);
    return reshape(of_rows, log_likelihood.shape());
  }
  /// log p(x, z) - log q(z|x). [k, B]
  Var<T> log_weights() const { return log_likelihood + log_ratio(); }
};

/// log 1/k sum exp(log_weights): L_k, which grows with k from the ELBO towards log p(x). [k, B] ->
/// [B]
template <class T>
Var<T> importance_weighted_bound(const Var<T>& log_weights) {
  const T k = static_cast<T>(log_weights.shape()[0]);
  return logsumexp(log_weights, 0) - std::log(k);
}

/// How the part of the bound that involves q and the prior is computed.
enum class Estimator {
  closed_form,         ///< the KL of each image as a formula
  sampled,             ///< -KL as the mean of log p(z) - log q(z|x)
  importance_weighted  ///< L_k of Burda et al.: the samples together, not one by one
};

/// What training maximises, [B], and the two parts of the bound to be reported beside it, [B].
template <class T>
struct Bound {
  Var<T> per_image;
  Tensor<T> reconstruction, kl;
};

struct Objective {
  Estimator estimator = Estimator::closed_form;
  Size samples = 1;      ///< k
  double free_bits = 0;  ///< nats; a dimension whose KL is smaller is not pushed further down

  /// beta weighs everything but log p(x|z). Unless it is 1 the result is no longer the bound it is
  /// called after.
  template <class T, class Posterior>
  Bound<T> operator()(const Draws<T, Posterior>& draws, T beta = T(1)) const {
    const Var<T> reconstruction = mean(draws.log_likelihood, 0);
    if (estimator == Estimator::closed_form) {
      const Var<T> kl = draws.kl();
      return {reconstruction - beta * (free_bits > 0 ? spared(draws.q) : kl),
              reconstruction.value(), kl.value()};
    }
    const Var<T> ratio = draws.log_ratio();
    const Var<T> weights = draws.log_likelihood + beta * ratio;
    return {estimator == Estimator::sampled ? mean(weights, 0) : importance_weighted_bound(weights),
            reconstruction.value(), -mean(ratio, 0).value()};
  }

 private:
  /// The KL with at least free_bits for each dimension. A dimension is judged by its mean over the
  /// batch, because one image may say less than another. [] which goes with every image
  template <class Posterior>
  auto spared(const Posterior& q) const {
    const auto kl = mean(kl_per_dimension(q), 0);
    using T = typename decltype(kl)::Scalar;
    return sum(maximum(kl, Var<T>(static_cast<T>(free_bits))));
  }
};

}  // namespace gradus::vae
