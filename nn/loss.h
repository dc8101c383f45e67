// What: losses and log-likelihoods, one number per row.
// Why: nearly every mistake of published VAE code is a hidden average over the wrong axes. So no
//      loss here reduces over the batch: the caller says .sum() or .mean() aloud.
// Invariants: sums run over all axes but the first; results are [B], in nats where the name says
//      log_prob, and larger is then better.
// Read next: optim.h.
#pragma once

#include <cmath>
#include <numbers>

#include "autograd/ops.h"

namespace gradus::nn {

/// Sums over all axes but the first: [B, ...] -> [B].
template <class T>
Var<T> sum_per_row(const Var<T>& x, Where where = {}) {
  const Size rows = x.shape()[0], columns = rows == 0 ? 0 : x.value().numel() / rows;
  return sum(x.shape().rank() == 2 ? x : reshape(x, {rows, columns}, where), 1, Dims::drop, where);
}

/// Throws ShapeError unless a prediction has the shape of what it is compared with: [B, 1] would
/// broadcast with [B] to all B * B pairs.
template <class T>
void require_same_shape(const char* op, const Var<T>& prediction, const Var<T>& target,
                        Where where) {
  if (prediction.shape() != target.shape())
    throw ShapeError(std::string(op) + ": prediction " + prediction.shape().text() +
                         " for target " + target.shape().text(),
                     where);
}

/// sum (x - y)^2 per row: [B, ...] -> [B].
template <class T>
Var<T> squared_error(const Var<T>& prediction, const Var<T>& target, Where where = {}) {
  require_same_shape("squared_error", prediction, target, where);
  return sum_per_row(square(sub(prediction, target, where)), where);
}

/// The mean of (x - y)^2 within each row: [B, ...] -> [B].
template <class T>
Var<T> mse(const Var<T>& prediction, const Var<T>& target, Where where = {}) {
  const T count =
      static_cast<T>(prediction.value().numel()) / static_cast<T>(prediction.shape()[0]);
  return squared_error(prediction, target, where) / Var<T>(count);
}

/// -log softmax(logits)[label] per row: logits [B, classes], labels B -> [B].
template <class T>
Var<T> cross_entropy(const Var<T>& logits, const std::vector<Size>& labels, Where where = {}) {
  if (logits.shape().rank() != 2 || logits.shape()[0] != static_cast<Size>(labels.size()))
    throw ShapeError("cross_entropy: logits " + logits.shape().text() + " for " +
                         std::to_string(labels.size()) + " labels",
                     where);
  const Tensor<Size> index = Tensor<Size>::from({logits.shape()[0], 1}, labels, where);
  return -sum(gather(log_softmax(logits, -1, where), 1, index, where), 1);
}

/// log p(x), x ~ Bernoulli(sigmoid(logits)), summed per row: [B, ...] -> [B]. Taking logits, not
/// probabilities, keeps it finite and exact where a sigmoid would have rounded to 0 or 1.
template <class T>
Var<T> bernoulli_log_prob_per_row(const Var<T>& logits, const Var<T>& x, Where where = {}) {
  require_same_shape("bernoulli_log_prob", logits, x, where);
  return sum_per_row(bernoulli_log_prob(logits, x, where), where);
}

/// log p(x), x ~ N(mean, exp(log_var)), summed per row: [B, ...] -> [B]. log_var may be
/// smaller and broadcasts: one variance for all pixels is a scalar.
///     -1/2 (log 2 pi + log_var + (x - mean)^2 / exp(log_var))
template <class T>
Var<T> gaussian_log_prob(const Var<T>& mean, const Var<T>& log_var, const Var<T>& x,
                         Where where = {}) {
  require_same_shape("gaussian_log_prob", mean, x, where);
  const T log_two_pi = std::log(T(2) * std::numbers::pi_v<T>);
  const Var<T> deviation = square(sub(x, mean, where)) * exp(-log_var);
  return T(-0.5) * sum_per_row(add(deviation, log_var, where) + log_two_pi, where);
}

}  // namespace gradus::nn
