// What: the forms q(z|x) may take: what the numbers that leave an encoder mean.
// Why: the counterpart of likelihood.h. Models, objectives and evaluations are written once for
//      every form, even for the autoencoder's, which is a point without any width.
// Invariants: a form turns an encoder's output h [B, outputs(L)] into a q with sample(rng) [B, L],
//      log_prob(z) [B], and the functions mean_of(q) [B, L], kl_per_dimension(q), whose columns
//      add up to KL(q || N(0, I)), and repeated(q, k), every row k times.
// Read next: objective.h. Source: Kingma, Welling 2014, section 3.
#pragma once

#include <limits>
#include <variant>

#include "vae/distributions.h"

namespace gradus::vae {

/// Every row k times: x [B, D] -> [k B, D], all rows and then all rows again.
template <class T>
Var<T> repeat_rows(const Var<T>& x, Size k, Where where = {}) {
  if (k == 1) return x;
  const Size rows = x.shape()[0], columns = x.shape()[1];
  if (rows == 1) return broadcast_to(x, {k, columns}, where);  // no copies
  return reshape(broadcast_to(x, {k, rows, columns}, where), {k * rows, columns}, where);
}

template <class T>
Var<T> mean_of(const Normal<T>& q) {
  return q.mean;
}
/// 1/2 (mean^2 + sigma^2 - 1 - log sigma^2), for each dimension by itself (appendix B). [B, L]
template <class T>
Var<T> kl_per_dimension(const Normal<T>& q) {
  return T(0.5) * (square(q.mean) + exp(q.log_var) - T(1) - q.log_var);
}
template <class T>
Normal<T> repeated(const Normal<T>& q, Size k) {
  return {repeat_rows(q.mean, k), repeat_rows(q.log_var, k)};
}

/// Independent normal variables: h holds L means and then L logarithms of variances.
struct DiagonalPosterior {
  /// log_var is kept between these; published models that need it use -6 and 2.
  double lowest_log_var = -std::numeric_limits<double>::infinity();
  double highest_log_var = std::numeric_limits<double>::infinity();

  Size outputs(Size latent) const { return 2 * latent; }
  template <class T>
  Normal<T> operator()(const Var<T>& h, Where where = {}) const {
    if (h.shape().rank() != 2 || h.shape()[1] % 2 != 0)
      throw ShapeError("Vae: the encoder gives " + h.shape().text() + ", but [B, 2 L] is needed",
                       where);
    const Size latent = h.shape()[1] / 2;
    const Var<T> log_var = slice(h, 1, latent, 2 * latent);
    if (std::isinf(lowest_log_var) && std::isinf(highest_log_var))
      return {slice(h, 1, 0, latent), log_var};
    return {slice(h, 1, 0, latent),
            clamp(log_var, static_cast<T>(lowest_log_var), static_cast<T>(highest_log_var))};
  }
};

/// All of q in one place, the code itself; its samples do not vary. There is no density, and so no
/// divergence from a prior either: both are 0, which leaves the reconstruction alone in any bound.
template <class T>
struct Point {
  Var<T> code;  // [B, L]

  Var<T> sample(Rng&) const { return code; }
  Var<T> log_prob(const Var<T>& z) const { return Tensor<T>::zeros({z.shape()[0]}); }
};
template <class T>
Var<T> mean_of(const Point<T>& q) {
  return q.code;
}
template <class T>
Var<T> kl_per_dimension(const Point<T>& q) {
  return Tensor<T>::zeros(q.code.shape());
}
template <class T>
Point<T> repeated(const Point<T>& q, Size k) {
  return {repeat_rows(q.code, k)};
}

/// h is the code.
struct PointPosterior {
  Size outputs(Size latent) const { return latent; }
  template <class T>
  Point<T> operator()(const Var<T>& h, Where = {}) const {
    return {h};
  }
};

/// One of them, chosen at run time, and what it makes of an h.
template <class T>
struct AnyPosterior {
  std::variant<Normal<T>, Point<T>> q;

  Var<T> sample(Rng& rng) const {
    return std::visit([&](const auto& p) { return p.sample(rng); }, q);
  }
  Var<T> log_prob(const Var<T>& z) const {
    return std::visit([&](const auto& p) { return p.log_prob(z); }, q);
  }
};
template <class T>
Var<T> mean_of(const AnyPosterior<T>& any) {
  return std::visit([](const auto& q) { return mean_of(q); }, any.q);
}
template <class T>
Var<T> kl_per_dimension(const AnyPosterior<T>& any) {
  return std::visit([](const auto& q) { return kl_per_dimension(q); }, any.q);
}
template <class T>
AnyPosterior<T> repeated(const AnyPosterior<T>& any, Size k) {
  return std::visit([k](const auto& q) { return AnyPosterior<T>{repeated(q, k)}; }, any.q);
}
struct AnyForm {
  std::variant<DiagonalPosterior, PointPosterior> chosen;

  Size outputs(Size latent) const {
    return std::visit([&](const auto& form) { return form.outputs(latent); }, chosen);
  }
  template <class T>
  AnyPosterior<T> operator()(const Var<T>& h, Where where = {}) const {
    return std::visit([&](const auto& form) { return AnyPosterior<T>{form(h, where)}; }, chosen);
  }
};

}  // namespace gradus::vae
