// What: likelihoods p(x|z): what the numbers that leave a decoder mean.
// Why: the same network is a model of coin tosses or of grey values with noise; only this changes.
// Invariants: a likelihood turns a decoder's output y [B, outputs(D)] into log p(x|z), [B], in
//      nats, and into the mean image E[x|z], [B, D].
// Read next: elbo.h.
#pragma once

#include <cmath>
#include <variant>

#include "nn/parameter.h"
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

/// y holds D logits; for grey values, where the Bernoulli formula alone is no density.
struct ContinuousBernoulliLikelihood {
  Size outputs(Size data) const { return data; }
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return ContinuousBernoulli<T>{y}.log_prob(x, where);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return ContinuousBernoulli<T>{y}.mean();
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

/// y holds D means; all share one variance, which is learned. At its best it is the mean squared
/// error (Rybkin, Daniilidis, Levine 2021, eq. 4).
template <class T = float>
struct SharedGaussianLikelihood {
  nn::Parameter<T> log_var{Tensor<T>(T(-2))};

  Size outputs(Size data) const { return data; }
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return Normal<T>{y, tracked(log_var)}.log_prob(x, where);
  }
  Var<T> mean(const Var<T>& y) const { return y; }
  void visit(auto&& f) { f("log_var", log_var); }
};

/// One of them, chosen at run time.
template <class T = float>
struct AnyLikelihood {
  std::variant<BernoulliLikelihood, ContinuousBernoulliLikelihood, GaussianLikelihood,
               SharedGaussianLikelihood<T>, LearnedGaussianLikelihood>
      chosen;

  Size outputs(Size data) const {
    return std::visit([&](const auto& l) { return l.outputs(data); }, chosen);
  }
  Var<T> log_prob(const Var<T>& y, const Var<T>& x, Where where = {}) const {
    return std::visit([&](const auto& l) { return l.log_prob(y, x, where); }, chosen);
  }
  Var<T> mean(const Var<T>& y) const {
    return std::visit([&](const auto& l) { return l.mean(y); }, chosen);
  }
  void visit(auto&& f) {
    std::visit(
        [&](auto& l) {
          if constexpr (nn::Model<decltype(l)>) l.visit(f);
        },
        chosen);
  }
};

}  // namespace gradus::vae
