// What: likelihoods p(x|z): what the numbers that leave a decoder mean.
// Why: the same network is a model of coin tosses or of grey values with noise; only this changes.
// Invariants: a likelihood turns a decoder's output y [B, outputs(D)] into log p(x|z), [B], in
//      nats, and into the mean image E[x|z], [B, D].
// Read next: elbo.h.
#pragma once

#include <cmath>
#include <variant>

#include "vae/distributions.h"

namespace gradus::vae {

/// y holds the logits of D coin tosses.
struct BernoulliLikelihood {
  Size outputs(Size data) const { return data; }
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return Bernoulli<T>{y}.log_prob(x, where);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return Bernoulli<T>{y}.mean();
  }
};

/// y holds D means; all share one standard deviation, which is chosen beforehand. With 1/sqrt 2 the
/// loss -log p is the squared error plus a constant.
struct GaussianLikelihood {
  double stddev = 0.5;

  Size outputs(Size data) const { return data; }
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return Normal<T>{y, static_cast<T>(2 * std::log(stddev))}.log_prob(x, where);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return y;
  }
};

/// y holds D means and then D logarithms of the variance, both learned. The variance is kept above
/// `smallest`: a pixel that is always black would otherwise pull it, and the bound, to infinity.
struct LearnedGaussianLikelihood {
  double smallest_stddev = 0.05;

  Size outputs(Size data) const { return 2 * data; }
  template <class T>
  Normal<T> distribution(const Var<T>& y) const {
    const Size data = y.shape()[-1] / 2;
    // log(floor + exp(v)): smooth, so that the gradient never vanishes suddenly.
    const T floor = static_cast<T>(2 * std::log(smallest_stddev));
    return {slice(y, -1, 0, data), floor + softplus(slice(y, -1, data, 2 * data) - floor)};
  }
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return distribution(y).log_prob(x, where);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return distribution(y).mean;
  }
};

/// One of them, chosen at run time.
struct AnyLikelihood {
  std::variant<BernoulliLikelihood, GaussianLikelihood, LearnedGaussianLikelihood> chosen;

  Size outputs(Size data) const {
    return std::visit([&](const auto& l) { return l.outputs(data); }, chosen);
  }
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return std::visit([&](const auto& l) { return l.log_prob(y, x, where); }, chosen);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return std::visit([&](const auto& l) { return l.mean(y); }, chosen);
  }
};

}  // namespace gradus::vae
