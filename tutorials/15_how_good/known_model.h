// What: KnownModel, a linear VAE whose log p(x) and posterior have formulas; Proposal, a q(z|x)
//       that is that posterior made wider, narrower or moved.
// Why: an estimate of log p(x) can only be judged where log p(x) is known.
// Invariants: x has 4 numbers, z has 2; everything in nats. The parameters are the best ones for
//      the eight points of chapter 10 (probabilistic PCA).
// Read next: main.cpp. Source: Tipping, Bishop 1999.
#pragma once

#include <array>
#include <bit>
#include <cmath>

#include "tutorials/support/sampling.h"

namespace gradus {

using Point4 = std::array<double, 4>;

/// z ~ N(0, I), x ~ N(W z, noise I). Column l of W is axis l of the data, scaled.
struct KnownModel {
  static constexpr double noise = 0.4;
  static constexpr Point4 variances{4, 2, noise, noise};  // of x along its axes

  /// Element d of axis i, which has the length 1: a Hadamard matrix, halved.
  static double axis(unsigned i, unsigned d) { return std::popcount(i & d) % 2 ? -0.5 : 0.5; }
  static double along(const Point4& x, unsigned i) {
    double total = 0;
    for (unsigned d = 0; d < 4; ++d) total += x[d] * axis(i, d);
    return total;
  }
  static double scale(unsigned l) { return std::sqrt(variances[l] - noise); }

  static double log_joint(const Point4& x, const std::array<double, 2>& z) {
    double total = normal_log_density(z[0]) + normal_log_density(z[1]);
    for (unsigned d = 0; d < 4; ++d) {
      const double mean = scale(0) * axis(0, d) * z[0] + scale(1) * axis(1, d) * z[1];
      total += normal_log_density(x[d], mean, std::sqrt(noise));
    }
    return total;
  }
  /// The axes are independent, so log p(x) is a sum of four bells.
  static double log_evidence(const Point4& x) {
    double total = 0;
    for (unsigned i = 0; i < 4; ++i)
      total += normal_log_density(along(x, i), 0, std::sqrt(variances[i]));
    return total;
  }
  /// Of p(z_l|x): both directions of z are independent here, even for a given x.
  static double posterior_mean(const Point4& x, unsigned l) {
    return scale(l) / variances[l] * along(x, l);
  }
  static double posterior_deviation(unsigned l) { return std::sqrt(noise / variances[l]); }
};

/// In each direction the posterior with its variance times `width` and its mean moved by `shift`
/// of its deviations.
struct Proposal {
  double width = 1, shift = 0;

  double mean(const Point4& x, unsigned l) const {
    return KnownModel::posterior_mean(x, l) + shift * KnownModel::posterior_deviation(l);
  }
  double deviation(unsigned l) const {
    return std::sqrt(width) * KnownModel::posterior_deviation(l);
  }
};

/// The eight points of chapter 10: two on each axis.
inline std::array<Point4, 8> eight_points() {
  constexpr Point4 spread{4, 2, 0.5, 0.3};
  std::array<Point4, 8> points;
  for (unsigned n = 0; n < 8; ++n)
    for (unsigned d = 0; d < 4; ++d)
      points[n][d] = (n < 4 ? 2 : -2) * std::sqrt(spread[n % 4]) * KnownModel::axis(n % 4, d);
  return points;
}

}  // namespace gradus
