// What: log p(x) of images by importance sampling.
// Why: the bound says at least how good a model is; papers compare models by the likelihood itself.
// Invariants: nats per image. The estimate is the bound L_k of objective.h: below log p(x) on
//      average, and nearer to it with each further sample. The same bits on any number of threads.
// Read next: digits.h. Source: Burda, Grosse, Salakhutdinov 2016, section 2 and appendix D.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tensor/parallel.h"
#include "vae/models.h"

namespace gradus::vae {

/// log(exp(x_1) + exp(x_2) + ...) of numbers that come one after the other, without overflow.
class LogSumExp {
 public:
  void add(double x) {
    if (x == -std::numeric_limits<double>::infinity()) return;
    if (x <= largest_) {
      sum_ += std::exp(x - largest_);
    } else {  // or NaN, which stays
      sum_ = sum_ * std::exp(largest_ - x) + 1;
      largest_ = x;
    }
  }
  double value() const { return largest_ + std::log(sum_); }

 private:
  double largest_ = -std::numeric_limits<double>::infinity(), sum_ = 0;  // of exp(x - largest)
};

/// log 1/k sum_i p(x, z_i) / q(z_i|x) with z_i ~ q(z|x), for each image x [B, D] and its context.
/// Throws UsageError if k < 1. B numbers
template <class T, class Model>
std::vector<double> log_likelihood(const Model& model, const Tensor<T>& x,
                                   const Context<T>& context, Size k, Rng& rng, Where where = {}) {
  if (k < 1) throw UsageError("log_likelihood: k is " + std::to_string(k) + ", at least 1 needed");
  // So many samples at once that what the decoder makes of them stays in the cache of one core.
  constexpr Size cached_numbers = Size{1} << 17;
  const Size images = x.shape()[0], chunk = std::max<Size>(8, cached_numbers / x.shape()[1]);
  const Var<T> h = model.encoder(beside(Var<T>(x), context, where), where);
  const std::uint64_t streams = rng.reserve(static_cast<std::uint64_t>(images));

  std::vector<double> result(static_cast<std::size_t>(images));
  parallel_for(images, [&](Size i) {  // one thread an image: nothing is shared, nobody waits
    const auto row = [i](const Tensor<T>& t) { return t.slice(0, i, i + 1); };
    Rng noise = rng.split(streams + static_cast<std::uint64_t>(i));
    const auto q = model.form(Var<T>(row(h.value())), where);
    const Context<T> told = context ? Context<T>(row(*context)) : context;
    LogSumExp total;
    for (Size done = 0; done < k; done += chunk) {
      const auto draws = model.draws(q, row(x), told, std::min(chunk, k - done), noise, where);
      for (const T weight : draws.log_weights().value().to_vector())
        total.add(static_cast<double>(weight));
    }
    result[static_cast<std::size_t>(i)] = total.value() - std::log(static_cast<double>(k));
  });
  return result;
}

}  // namespace gradus::vae
