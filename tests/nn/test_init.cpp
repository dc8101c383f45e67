#include "nn/init.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tensor/math.h"

using namespace gradus;
using namespace gradus::nn;

namespace {

struct Moments {
  double mean, variance, lowest, highest;
};

template <class T>
Moments moments_of(const Tensor<T>& x) {
  const std::vector<T> values = x.to_vector();
  const auto n = static_cast<double>(values.size());
  double mean = 0, variance = 0;
  for (const T v : values) mean += static_cast<double>(v) / n;
  for (const T v : values) {
    const double d = static_cast<double>(v) - mean;
    variance += d * d / n;
  }
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {mean, variance, static_cast<double>(*low), static_cast<double>(*high)};
}

/// Mean 0 and this variance, within five standard errors. `kurtosis` is E x^4 / (E x^2)^2: it
/// decides how far the variance of a sample strays, sqrt((kurtosis - 1) / n) of itself.
void check_moments(const Moments& m, double variance, double kurtosis, double n) {
  CHECK(std::abs(m.mean) < 5 * std::sqrt(variance / n));
  CHECK(std::abs(m.variance / variance - 1) < 5 * std::sqrt((kurtosis - 1) / n));
}
constexpr double kurtosis_of_uniform = 9.0 / 5, kurtosis_of_normal = 3;

constexpr Size in = 300, out = 200;
constexpr double n = in * out;

/// Uniform in +-limit, up to the rounding of `limit` to T.
void check_uniform(const Moments& m, double limit) {
  check_moments(m, limit * limit / 3, kurtosis_of_uniform, n);
  CHECK(m.lowest >= -limit * (1 + 1e-6));
  CHECK(m.highest <= limit * (1 + 1e-6));
  CHECK(m.lowest < -0.999 * limit);
  CHECK(m.highest > 0.999 * limit);
}

}  // namespace

TEST_CASE_TEMPLATE("Glorot's weights: uniform in +-sqrt(6 / (in + out)), or of that variance", T,
                   float, double) {
  Rng rng(1);
  check_uniform(moments_of(glorot_uniform<T>(in, out, rng)), std::sqrt(6.0 / (in + out)));
  check_moments(moments_of(glorot_normal<T>(in, out, rng)), 2.0 / (in + out), kurtosis_of_normal,
                n);
}

TEST_CASE_TEMPLATE("He's weights: uniform in +-sqrt(6 / in), or of that variance", T, float,
                   double) {
  Rng rng(2);
  check_uniform(moments_of(he_uniform<T>(in, out, rng)), std::sqrt(6.0 / in));
  check_moments(moments_of(he_normal<T>(in, out, rng)), 2.0 / in, kurtosis_of_normal, n);
}

TEST_CASE("weights are [out, in], the same for the same seed, and others with the next draw") {
  for (const auto make :
       {glorot_uniform<float>, glorot_normal<float>, he_uniform<float>, he_normal<float>}) {
    Rng rng(3), same(3);
    const Tensor<float> first = make(5, 7, rng);
    CHECK(first.shape() == Shape{7, 5});
    CHECK(first.to_vector() == make(5, 7, same).to_vector());
    CHECK(first.to_vector() != make(5, 7, rng).to_vector());
  }
}

TEST_CASE_TEMPLATE("logits_of_mean is log(p / (1 - p)) of each column, p within [0.001, 0.999]", T,
                   float, double) {
  const Tensor<T> data =
      Tensor<T>::matrix({{T(0), T(1), T(0.5), T(0.2)}, {T(0), T(1), T(0.5), T(0.4)}});
  const Tensor<T> logits = logits_of_mean(data);
  REQUIRE(logits.shape() == Shape{4});
  const double p[] = {0.001, 0.999, 0.5, 0.3};
  for (Size i = 0; i < 4; ++i) {
    CAPTURE(i);
    // 1 - 0.999 in T has lost all but a few digits of T's, hence a thousand epsilons.
    CHECK(std::abs(static_cast<double>(logits.at({i})) - std::log(p[i] / (1 - p[i]))) <
          1000 * static_cast<double>(std::numeric_limits<T>::epsilon()));
  }
  CHECK(static_cast<double>(sigmoid(logits).at({3})) == doctest::Approx(0.3));
}
