// What: probability distributions over rows: Normal (diagonal), Bernoulli, ContinuousBernoulli; and
//       kl between two of a kind.
// Why: each owns the meaning of its parameters in one place. log_var is log sigma^2, here and
//      everywhere; whoever needs sigma asks for stddev().
// Invariants: parameters are [B, D]; log_prob and kl sum over D, in nats, one number per row [B];
//      samples of a Normal can be differentiated with respect to its parameters.
// Read next: likelihood.h. Sources: Kingma, Welling 2014; Loaiza-Ganem, Cunningham 2019.
#pragma once

#include <vector>

#include "nn/loss.h"
#include "tensor/rng.h"

namespace gradus::vae {

/// Independent normal variables: x ~ N(mean, exp(log_var)).
template <class T = float>
struct Normal {
  Var<T> mean, log_var;  // [B, D]

  Var<T> stddev() const { return exp(T(0.5) * log_var); }
  /// mean + stddev eps with eps ~ N(0, 1): the randomness has no parameters, so gradients pass
  /// through mean and stddev (the reparameterisation of section 2.4). [B, D]
  Var<T> sample(Rng& rng) const { return mean + stddev() * Var<T>(normal<T>(mean.shape(), rng)); }
  /// log N(x; mean, exp(log_var)). [B]
  Var<T> log_prob(const Var<T>& x, Where where = {}) const {
    return nn::gaussian_log_prob(mean, log_var, x, where);
  }
};

/// Independent coin tosses: p(x = 1) = sigmoid(logits).
template <class T = float>
struct Bernoulli {
  Var<T> logits;  // [B, D]

  Var<T> mean() const { return sigmoid(logits); }
  /// Zeros and ones. Not differentiable: there is no path from a coin's side to its probability.
  Tensor<T> sample(Rng& rng) const { return bernoulli(sigmoid(logits.value()), rng); }
  /// For x in {0, 1}; a grey value in between gets the mixture x log p(1) + (1 - x) log p(0). [B]
  Var<T> log_prob(const Var<T>& x, Where where = {}) const {
    return nn::bernoulli_log_prob_per_row(logits, x, where);
  }
};

/// Independent numbers in [0, 1] with the density C(l) exp(l x) / (1 + exp(l)), l the logit: what
/// makes of the Bernoulli formula for grey values a density that integrates to 1.
template <class T = float>
struct ContinuousBernoulli {
  Var<T> logits;  // [B, D]

  /// log C(l) = log(l / tanh(l / 2)), for each number. [B, D]
  Var<T> log_normalizer() const {
    // Near 0 the quotient is 0 / 0; its series takes over, and the other branch sees 1 there.
    const Tensor<T> near = near_zero();
    const Var<T> u = square(T(0.5) * where(near, logits, Var<T>(T(0))));
    const Var<T> tail = T(62.0 / 2835) - u * T(127.0 / 18900);
    const Var<T> series = std::log(T(2)) + u * (T(1.0 / 3) - u * (T(7.0 / 90) - u * tail));
    const Var<T> far = where(near, Var<T>(T(1)), logits);
    return where(near, series, log(far / tanh(T(0.5) * far)));
  }
  /// E[x] = sigmoid(l) / tanh(l / 2) - 1 / l. [B, D]
  Var<T> mean() const {
    const Tensor<T> near = near_zero();
    const Var<T> small = where(near, logits, Var<T>(T(0)));
    const Var<T> square_of = square(small);
    const Var<T> tail = T(1.0 / 30240) - square_of * T(1.0 / 1209600);
    const Var<T> series =
        T(0.5) + small * (T(1.0 / 12) - square_of * (T(1.0 / 720) - square_of * tail));
    const Var<T> far = where(near, Var<T>(T(1)), logits);
    return where(near, series, sigmoid(far) / tanh(T(0.5) * far) - T(1) / far);
  }
  /// The inverse of the distribution function: log(1 + u (exp(l) - 1)) / l, u uniform. Not tracked.
  Tensor<T> sample(Rng& rng) const {
    const Tensor<T> u = uniform<T>(logits.shape(), rng), one(T(1));
    const Tensor<T> far = where(near_zero(), one, logits.value());
    const Tensor<T> series = u + T(0.5) * logits.value() * u * (one - u);
    return where(near_zero(), series, log1p(u * (exp(far) - one)) / far);
  }
  /// For x in [0, 1]. [B]
  Var<T> log_prob(const Var<T>& x, Where where = {}) const {
    nn::require_same_shape("continuous_bernoulli_log_prob", logits, x, where);
    return nn::sum_per_row(bernoulli_log_prob(logits, x, where) + log_normalizer(), where);
  }

 private:
  Tensor<T> near_zero() const { return greater(Tensor<T>(T(0.1)), abs(logits.value())); }
};

/// Every row k times: x [B, ...] -> [k B, ...], all rows and then all rows again.
template <class T>
Var<T> repeat_rows(const Var<T>& x, Size k, Where where = {}) {
  if (k == 1) return x;
  std::vector<Size> copies = {k};
  copies.insert(copies.end(), x.shape().begin(), x.shape().end());
  Shape all = x.shape();
  all[0] *= k;
  if (x.shape()[0] == 1) return broadcast_to(x, all, where);  // no copies
  return reshape(broadcast_to(x, Shape(copies), where), all, where);
}

/// KL(q || N(0, I)) = 1/2 sum (mean^2 + sigma^2 - 1 - log sigma^2) (appendix B). [B]
template <class T>
Var<T> kl_to_standard_normal(const Normal<T>& q, Where where = {}) {
  return T(0.5) * nn::sum_per_row(square(q.mean) + exp(q.log_var) - T(1) - q.log_var, where);
}

/// log N(z; 0, I). z [B, D] -> [B]
template <class T>
Var<T> standard_normal_log_prob(const Var<T>& z, Where where = {}) {
  return nn::gaussian_log_prob(Var<T>(Tensor<T>::zeros(z.shape())), Var<T>(T(0)), z, where);
}

/// KL(q || p) = 1/2 sum (log p_var - log q_var + (q_var + (q_mean - p_mean)^2) / p_var - 1). [B]
template <class T>
Var<T> kl(const Normal<T>& q, const Normal<T>& p, Where where = {}) {
  const Var<T> spread = exp(q.log_var) + square(sub(q.mean, p.mean, where));
  return T(0.5) * nn::sum_per_row(p.log_var - q.log_var + spread * exp(-p.log_var) - T(1), where);
}

/// KL(q || p) = sum_D q log(q / p) + (1 - q) log((1 - q) / (1 - p)), the q and p being
/// probabilities of a 1: E_q[log q(x) - log p(x)]. [B]
template <class T>
Var<T> kl(const Bernoulli<T>& q, const Bernoulli<T>& p, Where where = {}) {
  const Var<T> ones = q.mean();  // bernoulli_log_prob is linear in x, so E_q puts the mean for x
  return nn::sum_per_row(sub(bernoulli_log_prob(q.logits, ones, where),
                             bernoulli_log_prob(p.logits, ones, where), where),
                         where);
}

}  // namespace gradus::vae
