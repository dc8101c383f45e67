#include "vae/distributions.h"

#include <cmath>
#include <vector>

#include "autograd/gradcheck.h"
#include "tests/support.h"
#include "vae/likelihood.h"

using namespace gradus;
using namespace gradus::vae;

namespace {

using Doubles = Tensor<double>;

/// A normal distribution of B rows and D columns with all kinds of parameters.
Normal<double> some_normal(Size rows, Size columns, std::uint64_t seed) {
  Rng rng(seed);
  return {normal<double>({rows, columns}, rng), 0.7 * normal<double>({rows, columns}, rng)};
}

/// The same row, n times.
Doubles repeated(const Doubles& row, Size n) { return row.broadcast_to({n, row.shape()[1]}); }

struct Estimate {
  double mean, error;  // of the mean
};
Estimate estimate(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double total = 0, squares = 0;
  for (const double v : values) total += v;
  for (const double v : values) squares += (v - total / n) * (v - total / n);
  return {total / n, std::sqrt(squares / (n - 1) / n)};
}

/// E_q[log q(x) - log p(x)], from samples, for distributions of one row.
template <class D>
Estimate sampled_kl(const D& q, const D& p, const Var<double>& samples) {
  return estimate((q.log_prob(samples).value() - p.log_prob(samples).value()).to_vector());
}

void check_within_4_errors(const Estimate& e, double expected) {
  CAPTURE(e.mean);
  CAPTURE(e.error);
  CAPTURE(expected);
  CHECK(std::abs(e.mean - expected) < 4 * e.error);
}

constexpr Size many = 200'000;

}  // namespace

TEST_CASE("samples of a Normal have its mean and variance") {
  Rng rng(1);
  const double mu = -1.5, sigma = 0.3;
  const Doubles mean = Doubles::full({many, 1}, mu);
  const Normal<double> q{mean, Doubles::full({many, 1}, 2 * std::log(sigma))};
  const std::vector<double> x = q.sample(rng).value().to_vector();
  check_within_4_errors(estimate(x), mu);
  std::vector<double> squares, cubes;
  for (const double v : x) {
    squares.push_back((v - mu) * (v - mu));
    cubes.push_back(std::pow(v - mu, 3));
  }
  check_within_4_errors(estimate(squares), sigma * sigma);
  check_within_4_errors(estimate(cubes), 0);
}

TEST_CASE("samples of a Bernoulli are zeros and ones with its mean") {
  Rng rng(2);
  for (const double logit : {-3.0, 0.0, 1.0}) {
    const std::vector<double> x =
        Bernoulli<double>{Doubles::full({many, 1}, logit)}.sample(rng).to_vector();
    for (const double v : x) REQUIRE((v == 0 || v == 1));
    check_within_4_errors(estimate(x), 1 / (1 + std::exp(-logit)));
  }
}

TEST_CASE("the density of a Normal integrates to 1, and its log_prob is that of the formula") {
  for (const double sigma : {0.1, 1.0, 3.0}) {
    const double mu = 0.4, step = sigma / 50;
    std::vector<double> grid;
    for (int i = -500; i <= 500; ++i) grid.push_back(mu + i * step);
    const Size n = static_cast<Size>(grid.size());
    const Normal<double> q{Doubles::full({n, 1}, mu), Doubles::full({n, 1}, 2 * std::log(sigma))};
    const Doubles log_prob = q.log_prob(Doubles::from({n, 1}, grid)).value();
    CHECK(log_prob.shape() == Shape{n});
    double integral = 0;
    const std::vector<double> values = log_prob.to_vector();
    for (std::size_t i = 0; i < grid.size(); ++i) {
      integral += std::exp(values[i]) * step;
      const double u = (grid[i] - mu) / sigma;
      CHECK(values[i] ==
            doctest::Approx(-u * u / 2 - std::log(sigma * std::sqrt(2 * std::acos(-1.0)))));
    }
    CHECK(integral == doctest::Approx(1).epsilon(1e-9));
  }
}

TEST_CASE("the probabilities of a Bernoulli over all outcomes sum to 1") {
  const Doubles logits = Doubles::from({1, 3}, {-20.0, 0.5, 2.0});
  double sum = 0;
  for (int outcome = 0; outcome < 8; ++outcome) {
    const Doubles x = Doubles::from(
        {1, 3}, {double(outcome & 1), double(outcome >> 1 & 1), double(outcome >> 2 & 1)});
    sum += std::exp(Bernoulli<double>{logits}.log_prob(x).value().to_vector()[0]);
  }
  CHECK(sum == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("log_prob sums over the columns: one number for each row") {
  const Normal<double> q = some_normal(3, 4, 5);
  Rng rng(6);
  const Doubles x = normal<double>({3, 4}, rng);
  const std::vector<double> all = q.log_prob(x).value().to_vector();
  REQUIRE(all.size() == 3);
  for (Size row = 0; row < 3; ++row) {
    double sum = 0;
    for (Size column = 0; column < 4; ++column) {
      const auto cell = [&](const Doubles& t) {
        return t.slice(0, row, row + 1).slice(1, column, column + 1);
      };
      const Normal<double> one{cell(q.mean.value()), cell(q.log_var.value())};
      sum += one.log_prob(cell(x)).value().to_vector()[0];
    }
    CHECK(all[static_cast<std::size_t>(row)] == doctest::Approx(sum).epsilon(1e-12));
  }
}

TEST_CASE("kl of normals is the mean of log q - log p over samples of q") {
  const Normal<double> q = some_normal(1, 3, 7), p = some_normal(1, 3, 8);
  const double exact = kl(q, p).value().to_vector()[0];
  Rng rng(9);
  const Normal<double> rows{repeated(q.mean.value(), many), repeated(q.log_var.value(), many)};
  const Normal<double> other{repeated(p.mean.value(), many), repeated(p.log_var.value(), many)};
  check_within_4_errors(sampled_kl(rows, other, rows.sample(rng)), exact);
  CHECK(exact > 0);
}

TEST_CASE("kl of Bernoullis is the mean of log q - log p over samples of q") {
  const Bernoulli<double> q{Doubles::from({1, 3}, {-1.0, 0.0, 2.0})};
  const Bernoulli<double> p{Doubles::from({1, 3}, {0.5, -2.0, 1.0})};
  const double exact = kl(q, p).value().to_vector()[0];
  Rng rng(10);
  const Bernoulli<double> rows{repeated(q.logits.value(), many)};
  const Bernoulli<double> other{repeated(p.logits.value(), many)};
  check_within_4_errors(sampled_kl(rows, other, rows.sample(rng)), exact);
  CHECK(exact > 0);
}

TEST_CASE("the closed forms of kl agree, and kl of a distribution with itself is 0") {
  const Normal<double> q = some_normal(5, 3, 11);
  const Normal<double> standard{Doubles::zeros({5, 3}), Doubles::zeros({5, 3})};
  const std::vector<double> one = kl_to_standard_normal(q).value().to_vector();
  const std::vector<double> other = kl(q, standard).value().to_vector();
  REQUIRE(one.size() == 5);
  for (std::size_t i = 0; i < one.size(); ++i)
    CHECK(one[i] == doctest::Approx(other[i]).epsilon(1e-12));
  for (const double zero : kl(q, q).value().to_vector())
    CHECK(zero == doctest::Approx(0).epsilon(1e-12));
  const Bernoulli<double> b{q.mean};
  for (const double zero : kl(b, b).value().to_vector()) CHECK(zero == 0);
}

TEST_CASE("gradients of samples, log_prob and kl are right, first and second order") {
  const Normal<double> q = some_normal(2, 3, 12), p = some_normal(2, 3, 13);
  Rng rng(14);
  const Doubles x = normal<double>({2, 3}, rng), coins = uniform<double>({2, 3}, rng);
  using Vars = std::vector<Var<double>>;
  const std::vector<Doubles> normals = {q.mean.value(), q.log_var.value(), p.mean.value(),
                                        p.log_var.value()};
  for (const int order : {1, 2}) {
    const auto check = [&](const char* name, const CheckedFunction& f,
                           const std::vector<Doubles>& inputs) {
      const GradcheckReport report = gradcheck(name, f, inputs, {.order = order});
      CHECK_MESSAGE(report.passed, report.text);
    };
    const auto sample = [](const Vars& v) {
      Rng noise(15);
      return Normal<double>{v[0], v[1]}.sample(noise);
    };
    check("sample", sample, {normals[0], normals[1]});
    const auto log_prob = [](const Vars& v) { return Normal<double>{v[0], v[1]}.log_prob(v[2]); };
    check("Normal log_prob", log_prob, {normals[0], normals[1], x});
    const auto coin = [](const Vars& v) { return Bernoulli<double>{v[0]}.log_prob(v[1]); };
    check("Bernoulli log_prob", coin, {x, coins});
    const auto standard = [](const Vars& v) {
      return kl_to_standard_normal(Normal<double>{v[0], v[1]});
    };
    check("kl to standard normal", standard, {normals[0], normals[1]});
    const auto between = [](const Vars& v) {
      return kl(Normal<double>{v[0], v[1]}, Normal<double>{v[2], v[3]});
    };
    check("kl of normals", between, normals);
    const auto coins_kl = [](const Vars& v) {
      return kl(Bernoulli<double>{v[0]}, Bernoulli<double>{v[1]});
    };
    check("kl of Bernoullis", coins_kl, {x, normals[0]});
  }
}

TEST_CASE("a learned variance stays above its floor, smoothly") {
  const LearnedGaussianLikelihood likelihood{.smallest_stddev = 0.05};
  const double floor = 0.05 * 0.05;
  const std::vector<double> asked = {-1000, -6, 0, 3};
  std::vector<double> y = {0.1, 0.2, 0.3, 0.4};  // the means
  y.insert(y.end(), asked.begin(), asked.end());
  const Normal<double> p = likelihood.distribution(Var<double>(Doubles::from({1, 8}, y)));
  const std::vector<double> log_var = p.log_var.value().to_vector();
  for (std::size_t i = 0; i < asked.size(); ++i)
    CHECK(std::exp(log_var[i]) == doctest::Approx(floor + std::exp(asked[i])).epsilon(1e-10));
  CHECK(likelihood.mean(Var<double>(Doubles::from({1, 8}, y))).value().to_vector() ==
        std::vector<double>{0.1, 0.2, 0.3, 0.4});
  CHECK(likelihood.outputs(784) == 1568);
}

TEST_CASE("with standard deviation 1/sqrt 2 the Gaussian loss is the squared error, shifted") {
  const GaussianLikelihood likelihood{.stddev = std::sqrt(0.5)};
  const Doubles y = Doubles::from({1, 2}, {0.2, 0.9}), x = Doubles::from({1, 2}, {0.0, 0.4});
  const double log_prob =
      likelihood.log_prob(Var<double>(y), Var<double>(x)).value().to_vector()[0];
  CHECK(-log_prob ==
        doctest::Approx(0.2 * 0.2 + 0.5 * 0.5 + std::log(std::acos(-1.0))).epsilon(1e-12));
}
