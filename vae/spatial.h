// What: MatrixNormal, a normal distribution over feature maps whose pixels share a distribution
//       down the rows and one along the columns; SpatialPosterior, q(z|x) of that form.
// Why: a code that keeps its place in the image. n + p variances describe a map of n x p pixels,
//       each of which still has a mean and a variance of its own.
// Invariants: maps are [B, C, n, p], and as a code z rows of C n p numbers; everything is in nats.
//      Z = M + A E B', E_ij ~ N(0, 1), so that vec(Z) ~ N(vec(M), V (x) U) with U = A A' between
//      the rows and V = B B' between the columns. A = L diag(u)^1/2 where L is lower triangular
//      with ones on its diagonal, or I, which makes the pixels independent; B likewise.
// Read next: objective.h. Source: Wang, Yuan, Ji 2017 (arXiv 1705.06821), here with the Cholesky
//      form and with sums where its code takes means.
#pragma once

#include <optional>

#include "vae/distributions.h"

namespace gradus::vae {

/// One number for each row, [B, C, n] -> [B, C, n, 1], or column, [B, C, p] -> [B, C, 1, p], so
/// that the two broadcast to maps.
template <class T>
Var<T> down_rows(const Var<T>& x) {
  return reshape(x, {x.shape()[0], x.shape()[1], x.shape()[2], 1});
}
template <class T>
Var<T> along_columns(const Var<T>& x) {
  return reshape(x, {x.shape()[0], x.shape()[1], 1, x.shape()[2]});
}

/// Maps as a code: [B, C, n, p] -> [B, C n p].
template <class T>
Var<T> as_code(const Var<T>& maps) {
  const Shape s = maps.shape();
  return reshape(maps, {s[0], s[1] * s[2] * s[3]});
}

template <class T>
Tensor<T> identity(Size n) {
  Tensor<T> one = Tensor<T>::zeros({n, n});
  for (Size i = 0; i < n; ++i) one.write()[i * n + i] = T(1);
  return one;
}

/// The inverse of lower triangular matrices [..., n, n] with ones on their diagonals. They are
/// I - N with N^n = 0, so it is I + N + ... + N^(n-1) = (I + N)(I + N^2)(I + N^4)...
template <class T>
Var<T> inverse_of_unit_lower(const Var<T>& lower) {
  const Size n = lower.shape()[-1];
  const Var<T> one(identity<T>(n));
  Var<T> power = one - lower;
  Var<T> inverse = one + power;
  for (Size terms = 2; terms < n; terms *= 2) {
    power = matmul(power, power);
    inverse = matmul(inverse, one + power);
  }
  return inverse;
}

template <class T = float>
struct MatrixNormal {
  Var<T> mean;                                      // M, [B, C, n, p]
  Var<T> row_log_var, column_log_var;               // log u [B, C, n], log v [B, C, p]
  std::optional<Var<T>> row_factor, column_factor;  // L [B, C, n, n] and [B, C, p, p], both or none

  /// M + A E B', reparameterised. [B, C n p]
  Var<T> sample(Rng& rng) const {
    const Var<T> noise(normal<T>(mean.shape(), rng));
    const Var<T> scaled = exp(T(0.5) * log_var()) * noise;
    return as_code(mean + (row_factor ? between(*row_factor, scaled, *column_factor) : scaled));
  }
  /// L^-1 (Z - M) L'^-1 has independent entries of variances u_i v_j, and |det L| is 1. [B]
  Var<T> log_prob(const Var<T>& z, Where where = {}) const {
    nn::require_same_shape("MatrixNormal::log_prob", z, as_code(mean), where);
    Var<T> deviation = reshape(z, mean.shape()) - mean;
    if (row_factor)
      deviation = between(inverse_of_unit_lower(*row_factor), deviation,
                          inverse_of_unit_lower(*column_factor));
    return nn::gaussian_log_prob(Var<T>(Tensor<T>::zeros(mean.shape())), log_var(), deviation,
                                 where);
  }
  /// log u_i v_j: of the noise before L spreads it, or of a pixel when those before it are known.
  /// [B, C, n, p]
  Var<T> log_var() const { return down_rows(row_log_var) + along_columns(column_log_var); }
  /// The diagonal of U, [B, C, n], and that of V, [B, C, p].
  Var<T> row_variance() const { return diagonal(row_log_var, row_factor); }
  Var<T> column_variance() const { return diagonal(column_log_var, column_factor); }
  /// The variance of each pixel by itself, U_ii V_jj. [B, C, n, p]
  Var<T> variance() const { return down_rows(row_variance()) * along_columns(column_variance()); }

 private:
  static Var<T> between(const Var<T>& left, const Var<T>& maps, const Var<T>& right) {
    return matmul(matmul(left, maps), transpose(right));
  }
  /// Of L diag(u) L'.
  static Var<T> diagonal(const Var<T>& log_var, const std::optional<Var<T>>& factor) {
    if (!factor) return exp(log_var);
    return sum(square(*factor) * exp(along_columns(log_var)), 3);
  }
};

/// KL(q || MN(0, I, I)) of each map. [B, C]
///     1/2 (tr U tr V + |M|^2 - n p - p log det U - n log det V)
template <class T>
Var<T> kl_to_standard_normal(const MatrixNormal<T>& q) {
  const Shape s = q.mean.shape();
  const T n = static_cast<T>(s[2]), p = static_cast<T>(s[3]);
  return T(0.5) *
         (sum(q.row_variance(), 2) * sum(q.column_variance(), 2) + sum(square(q.mean), {2, 3}) -
          n * p - p * sum(q.row_log_var, 2) - n * sum(q.column_log_var, 2));
}

template <class T>
Var<T> mean_of(const MatrixNormal<T>& q) {
  return as_code(q.mean);
}
/// 1/2 (U_ii V_jj + M_ij^2 - 1 - log u_i v_j): what pixel ij adds to the KL when those before it
/// are known; with independent pixels its own KL. The columns add up to the KL. [B, C n p]
template <class T>
Var<T> kl_per_dimension(const MatrixNormal<T>& q) {
  return as_code(T(0.5) * (q.variance() + square(q.mean) - T(1) - q.log_var()));
}
template <class T>
MatrixNormal<T> repeated(const MatrixNormal<T>& q, Size k) {
  MatrixNormal<T> more{repeat_rows(q.mean, k),
                       repeat_rows(q.row_log_var, k),
                       repeat_rows(q.column_log_var, k),
                       {},
                       {}};
  if (q.row_factor) {
    more.row_factor = repeat_rows(*q.row_factor, k);
    more.column_factor = repeat_rows(*q.column_factor, k);
  }
  return more;
}

/// Lower triangular matrices with ones on their diagonals, from the n (n - 1) / 2 numbers below it,
/// row by row: [B, C, n (n - 1) / 2] -> [B, C, n, n].
template <class T>
Var<T> unit_lower(const Var<T>& below, Size n) {
  const Size batch = below.shape()[0], maps = below.shape()[1], count = n * (n - 1) / 2;
  Tensor<T> places = Tensor<T>::zeros({count, n * n});
  Size next = 0;
  for (Size i = 0; i < n; ++i)
    for (Size j = 0; j < i; ++j, ++next) places.write()[next * n * n + i * n + j] = T(1);
  const Var<T> filled = matmul(reshape(below, {batch * maps, count}), Var<T>(places));
  return reshape(filled, {batch, maps, n, n}) + Var<T>(identity<T>(n));
}

/// h holds, each for all maps: the mean (n + p numbers for mu nu', or all n p), log u, log v, and
/// with `cholesky` what lies below the diagonal of the two factors.
struct SpatialPosterior {
  Size height = 7, width = 7;  // n and p
  bool cholesky = false;       // U and V are full matrices
  bool full_mean = false;      // M need not be mu nu'

  Size outputs(Size latent) const { return latent / (height * width) * per_map(); }
  template <class T>
  MatrixNormal<T> operator()(const Var<T>& h, Where where = {}) const {
    if (h.shape().rank() != 2 || h.shape()[1] % per_map() != 0)
      throw ShapeError("Vae: the encoder gives " + h.shape().text() + ", but " +
                           std::to_string(per_map()) + " numbers for each map are needed",
                       where);
    const Size batch = h.shape()[0], maps = h.shape()[1] / per_map(), n = height, p = width;
    Size used = 0;
    const auto next = [&](Size count) {  // the next numbers of all maps, [B, C, count]
      const Size begin = used;
      used += maps * count;
      return reshape(slice(h, 1, begin, used), {batch, maps, count});
    };
    MatrixNormal<T> q;
    if (full_mean) {
      q.mean = reshape(next(n * p), {batch, maps, n, p});
    } else {
      const Var<T> mu = next(n);  // the order in which arguments are computed is not defined
      q.mean = down_rows(mu) * along_columns(next(p));
    }
    q.row_log_var = next(n);
    q.column_log_var = next(p);
    if (cholesky) {
      q.row_factor = unit_lower(next(n * (n - 1) / 2), n);
      q.column_factor = unit_lower(next(p * (p - 1) / 2), p);
    }
    return q;
  }

 private:
  Size per_map() const {
    const Size below = (height * (height - 1) + width * (width - 1)) / 2;
    return (full_mean ? height * width : height + width) + height + width + (cholesky ? below : 0);
  }
};

}  // namespace gradus::vae
