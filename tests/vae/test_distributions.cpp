#include "vae/distributions.h"

#include <cmath>
#include <functional>
#include <numbers>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/catalogue.h"
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

void check_within_5_errors(const Estimate& e, double expected) {
  CAPTURE(e.mean);
  CAPTURE(e.error);
  CAPTURE(expected);
  CHECK(std::abs(e.mean - expected) <= 5 * e.error);
}

constexpr Size many = 200'000;

// The catalogue of functions of distributions.

using plain::Array;
using plain::Arrays;

double logistic(double l) { return 1 / (1 + std::exp(-l)); }

Array sum_of_rows(const Array& x) { return plain::drop(plain::sum(x, {1}), {1}); }

/// log N(x; mean, exp(log_var)), element by element.
Array normal_by_loops(const Array& mean, const Array& log_var, const Array& x) {
  const Array density = plain::make(x.shape, [&](const plain::Index& i) {
    const double sigma = std::exp(log_var(i) / 2), u = (x(i) - mean(i)) / sigma;
    return std::exp(-u * u / 2) / (sigma * std::sqrt(2 * std::numbers::pi));
  });
  return plain::map(density, [](double p) { return std::log(p); });
}
Array bernoulli_by_loops(const Array& logits, const Array& x) {
  return plain::zip(logits, x, [](double l, double v) {
    return v * std::log(logistic(l)) + (1 - v) * std::log(1 - logistic(l));
  });
}
/// KL of N(m, v) from N(n, w), element by element: E_q[log q] - E_q[log p], moment by moment.
Array kl_by_loops(const Arrays& v) {
  return sum_of_rows(plain::make(v[0].shape, [&](const plain::Index& i) {
    const double q_var = std::exp(v[1](i)), p_var = std::exp(v[3](i)), gap = v[0](i) - v[2](i);
    const double entropy = 0.5 * std::log(2 * std::numbers::pi * std::numbers::e * q_var);
    const double cross =
        0.5 * std::log(2 * std::numbers::pi * p_var) + 0.5 * (q_var + gap * gap) / p_var;
    return cross - entropy;
  }));
}

/// Means and logarithms of variances that a decoder's output of twice the columns stands for.
Array learned_by_loops(const Array& y, const Array& x, double smallest) {
  const Size data = x.shape[1];
  const Array log_var = plain::map(plain::slice(y, 1, data, data), [=](double v) {
    return std::log(smallest * smallest + std::exp(v));
  });
  return sum_of_rows(normal_by_loops(plain::slice(y, 1, 0, data), log_var, x));
}

/// AnyLikelihood for either precision.
template <class Likelihood>
struct Any {
  Likelihood chosen;
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x) const {
    return AnyLikelihood<T>{chosen}.log_prob(y, x);
  }
};
template <class Likelihood>
Any(Likelihood) -> Any<Likelihood>;

catalogue::Catalogue functions() {
  const catalogue::Generator any = catalogue::between(-2, 2), grey = catalogue::between(0.1, 0.9);
  std::vector<catalogue::Shapes> one, two, three, four, learned;
  for (const Shape& s : std::vector<Shape>{{2, 3}, {1, 4}, {3, 1}, {0, 2}}) {
    one.push_back({s});
    two.push_back({s, s});
    three.push_back({s, s, s});
    four.push_back({s, s, s, s});
    learned.push_back({{s[0], 2 * s[1]}, s});
  }
  catalogue::Catalogue c;
  c.line(
      "Normal",
      []<class T>(const std::vector<Var<T>>& v) {
        return Normal<T>{v[0], v[1]}.log_prob(v[2]);
      },
      [](const Arrays& v) { return sum_of_rows(normal_by_loops(v[0], v[1], v[2])); },
      {any, any, any}, three);
  c.line(
      "Normal",
      []<class T>(const std::vector<Var<T>>& v) {
        return Normal<T>{v[0], v[0]}.stddev();
      },
      [](const Arrays& v) { return plain::map(v[0], [](double x) { return std::exp(x / 2); }); },
      {any}, one);
  c.line(
      "Bernoulli",
      []<class T>(const std::vector<Var<T>>& v) { return Bernoulli<T>{v[0]}.log_prob(v[1]); },
      [](const Arrays& v) { return sum_of_rows(bernoulli_by_loops(v[0], v[1])); }, {any, grey},
      two);
  c.line(
      "Bernoulli", []<class T>(const std::vector<Var<T>>& v) { return Bernoulli<T>{v[0]}.mean(); },
      [](const Arrays& v) { return plain::map(v[0], logistic); }, {any}, one);
  c.line(
      "kl_to_standard_normal",
      []<class T>(const std::vector<Var<T>>& v) {
        return kl_to_standard_normal(Normal<T>{v[0], v[1]});
      },
      [](const Arrays& v) {
        const Array zero = plain::full(v[0].shape, 0);
        return kl_by_loops({v[0], v[1], zero, zero});
      },
      {any, any}, two);
  c.line(
      "kl",
      []<class T>(const std::vector<Var<T>>& v) {
        return kl(Normal<T>{v[0], v[1]}, Normal<T>{v[2], v[3]});
      },
      kl_by_loops, {any, any, any, any}, four);
  c.line(
      "kl",
      []<class T>(const std::vector<Var<T>>& v) {
        return kl(Bernoulli<T>{v[0]}, Bernoulli<T>{v[1]});
      },
      [](const Arrays& v) {
        return sum_of_rows(plain::zip(v[0], v[1], [](double l, double m) {
          const double q = logistic(l), p = logistic(m);
          return q * std::log(q / p) + (1 - q) * std::log((1 - q) / (1 - p));
        }));
      },
      {any, any}, two);
  const auto likelihood = [&](const char* name, const auto& l, const catalogue::Loops& by_loops,
                              const std::vector<catalogue::Shapes>& shapes) {
    c.line(
        name, [=](const auto& v) { return l.log_prob(v[0], v[1]); }, by_loops, {any, grey}, shapes);
  };
  const catalogue::Loops tosses = [](const Arrays& v) {
    return sum_of_rows(bernoulli_by_loops(v[0], v[1]));
  };
  const catalogue::Loops fixed = [](const Arrays& v) {
    const Array log_var = plain::full(v[0].shape, 2 * std::log(0.3));
    return sum_of_rows(normal_by_loops(v[0], log_var, v[1]));
  };
  const catalogue::Loops varying = [](const Arrays& v) {
    return learned_by_loops(v[0], v[1], 0.3);
  };
  likelihood("BernoulliLikelihood", BernoulliLikelihood{}, tosses, two);
  likelihood("GaussianLikelihood", GaussianLikelihood{0.3}, fixed, two);
  likelihood("LearnedGaussianLikelihood", LearnedGaussianLikelihood{0.3}, varying, learned);
  likelihood("AnyLikelihood", Any{BernoulliLikelihood{}}, tosses, two);
  likelihood("AnyLikelihood", Any{GaussianLikelihood{0.3}}, fixed, two);
  likelihood("AnyLikelihood", Any{LearnedGaussianLikelihood{0.3}}, varying, learned);
  const catalogue::Loops continuous = [](const Arrays& v) {
    const Array normalized =
        plain::map(v[0], [](double l) { return std::log(l / std::tanh(l / 2)); });
    return sum_of_rows(plain::zip(bernoulli_by_loops(v[0], v[1]), normalized,
                                  [](double a, double b) { return a + b; }));
  };
  likelihood("ContinuousBernoulliLikelihood", ContinuousBernoulliLikelihood{}, continuous, two);
  c.line(
      "ContinuousBernoulli",
      []<class T>(const std::vector<Var<T>>& v) {
        return ContinuousBernoulli<T>{v[0]}.log_prob(v[1]);
      },
      continuous, {any, grey}, two);
  c.line(
      "ContinuousBernoulli",
      []<class T>(const std::vector<Var<T>>& v) { return ContinuousBernoulli<T>{v[0]}.mean(); },
      [](const Arrays& v) {
        return plain::map(v[0], [](double l) { return logistic(l) / std::tanh(l / 2) - 1 / l; });
      },
      {catalogue::both_signs(0.3, 2)}, one);  // nearer to 0, 1 / l cancels in float
  c.line(
      "SharedGaussianLikelihood",
      []<class T>(const std::vector<Var<T>>& v) {
        return SharedGaussianLikelihood<T>{}.log_prob(v[0], v[1]);
      },
      [](const Arrays& v) {
        return sum_of_rows(normal_by_loops(v[0], plain::full(v[0].shape, -2), v[1]));
      },
      {any, grey}, two);
  c.line(
      "standard_normal_log_prob",
      []<class T>(const std::vector<Var<T>>& v) { return standard_normal_log_prob(v[0]); },
      [](const Arrays& v) {
        const Array zero = plain::full(v[0].shape, 0);
        return sum_of_rows(normal_by_loops(zero, zero, v[0]));
      },
      {any}, one);
  c.line(
      "repeat_rows", []<class T>(const std::vector<Var<T>>& v) { return repeat_rows(v[0], 3); },
      [](const Arrays& v) {
        const Size rows = v[0].shape[0];
        return plain::make({3 * rows, v[0].shape[1]}, [&](const plain::Index& i) {
          return v[0]({i[0] % rows, i[1]});
        });
      },
      {any}, one);
  return c;
}

// The catalogue of distributions, of one dimension: what probability theory says about each.

struct Distribution {
  std::string name;
  std::function<Doubles(const Doubles&)> log_prob;  // [n, 1] -> [n]
  std::vector<double> grid;                         // all outcomes, or points a step apart
  double step;                                      // 1 for outcomes
  double mean, variance;
  std::function<std::vector<double>(Rng&)> sample;  // many draws; empty if it has none
};

/// n rows of one number.
Doubles column(double value, Size n) { return Doubles::full({n, 1}, value); }

/// Points that reach 10 standard deviations to both sides, 50 in each.
std::vector<double> grid_of(double mean, double stddev) {
  std::vector<double> grid;
  for (int i = -500; i <= 500; ++i) grid.push_back(mean + i * stddev / 50);
  return grid;
}

std::vector<Distribution> distributions() {
  std::vector<Distribution> list;
  for (const auto& at : std::vector<std::pair<double, double>>{{0.4, 0.1}, {-1.5, 1}, {2, 3}}) {
    const double mu = at.first, sigma = at.second;
    const auto normal_of = [=](Size n) {
      return Normal<double>{column(mu, n), column(2 * std::log(sigma), n)};
    };
    list.push_back({"Normal",
                    [=](const Doubles& x) { return normal_of(x.shape()[0]).log_prob(x).value(); },
                    grid_of(mu, sigma), sigma / 50, mu, sigma * sigma,
                    [=](Rng& rng) { return normal_of(many).sample(rng).value().to_vector(); }});
  }
  for (const double logit : {-3.0, 0.0, 1.0}) {
    const double p = logistic(logit);
    list.push_back(
        {"Bernoulli",
         [=](const Doubles& x) {
           return Bernoulli<double>{column(logit, x.shape()[0])}.log_prob(x).value();
         },
         {0, 1},
         1,
         p,
         p * (1 - p),
         [=](Rng& rng) { return Bernoulli<double>{column(logit, many)}.sample(rng).to_vector(); }});
  }
  const auto likelihood = [&](const char* name, const AnyLikelihood<double>& l,
                              std::vector<double> y, std::vector<double> grid, double step,
                              double mean, double variance) {
    const Size outputs = static_cast<Size>(y.size());
    const Doubles row = Doubles::from({1, outputs}, y);
    list.push_back({name,
                    [=](const Doubles& x) {
                      const Doubles rows = row.broadcast_to({x.shape()[0], outputs});
                      return l.log_prob(Var<double>(rows), Var<double>(x)).value();
                    },
                    std::move(grid),
                    step,
                    mean,
                    variance,
                    {}});
    CHECK(l.mean(Var<double>(row)).value().at({0, 0}) == doctest::Approx(mean));
    CHECK(l.outputs(1) == outputs);
  };
  const double p = logistic(0.7), variance = 0.3 * 0.3 + std::exp(-1.0);
  likelihood("BernoulliLikelihood", {BernoulliLikelihood{}}, {0.7}, {0, 1}, 1, p, p * (1 - p));
  likelihood("GaussianLikelihood", {GaussianLikelihood{0.3}}, {0.7}, grid_of(0.7, 0.3), 0.3 / 50,
             0.7, 0.3 * 0.3);
  likelihood("LearnedGaussianLikelihood", {LearnedGaussianLikelihood{0.3}}, {0.7, -1.0},
             grid_of(0.7, std::sqrt(variance)), std::sqrt(variance) / 50, 0.7, variance);
  return list;
}

/// Closed forms of KL(q || p), and log q - log p of many samples of q.
struct Divergence {
  std::string name;
  double closed;
  std::vector<double> sampled;
};

/// The same row, many times.
Doubles repeated(const Var<double>& row) {
  return row.value().broadcast_to({many, row.shape()[1]});
}

template <class D>
std::vector<double> log_ratios(const D& q, const D& p, const Var<double>& samples) {
  return (q.log_prob(samples).value() - p.log_prob(samples).value()).to_vector();
}

std::vector<Divergence> divergences() {
  Rng rng(9);
  const Normal<double> q = some_normal(1, 3, 7), p = some_normal(1, 3, 8);
  const Normal<double> standard{Doubles::zeros({1, 3}), Doubles::zeros({1, 3})};
  const auto of_normals = [&](const Normal<double>& other) {
    const Normal<double> rows{repeated(q.mean), repeated(q.log_var)};
    return log_ratios(rows, {repeated(other.mean), repeated(other.log_var)}, rows.sample(rng));
  };
  const Bernoulli<double> a{Doubles::from({1, 3}, {-1.0, 0.0, 2.0})};
  const Bernoulli<double> b{Doubles::from({1, 3}, {0.5, -2.0, 1.0})};
  const Bernoulli<double> rows{repeated(a.logits)};
  return {
      {"kl", kl(q, p).value().item(), of_normals(p)},
      {"kl_to_standard_normal", kl_to_standard_normal(q).value().item(), of_normals(standard)},
      {"kl", kl(a, b).value().item(), log_ratios(rows, {repeated(b.logits)}, rows.sample(rng))}};
}

/// d E[h(x)] / d mean and / d log_var for x ~ N(mean, var), worked out by hand from E[h(x)].
struct Expectation {
  std::string name;
  std::function<Var<double>(const Var<double>&)> h;
  std::function<double(double mean, double var)> by_mean, by_log_var;
};

std::vector<Expectation> expectations() {
  using D = Var<double>;
  const auto exponential = [](double m, double v) { return std::exp(m + v / 2); };
  return {
      {"x^2: m^2 + v", [](const D& x) { return x * x; }, [](double m, double) { return 2 * m; },
       [](double, double v) { return v; }},
      {"x^3: m^3 + 3 m v", [](const D& x) { return x * x * x; },
       [](double m, double v) { return 3 * m * m + 3 * v; },
       [](double m, double v) { return 3 * m * v; }},
      {"exp x: exp(m + v/2)", [](const D& x) { return exp(x); }, exponential,
       [=](double m, double v) { return exponential(m, v) * v / 2; }},
      {"normal_cdf x: normal_cdf(m / sqrt(1 + v))", [](const D& x) { return normal_cdf(x); },
       [](double m, double v) {
         const double u = m / std::sqrt(1 + v);
         return std::exp(-u * u / 2) / std::sqrt(2 * std::numbers::pi * (1 + v));
       },
       [](double m, double v) {
         const double u = m / std::sqrt(1 + v);
         return -std::exp(-u * u / 2) / std::sqrt(2 * std::numbers::pi) * u / 2 * v / (1 + v);
       }},
  };
}

}  // namespace

TEST_CASE("every function of a distribution: values, gradients, precisions, instruction sets") {
  const catalogue::Catalogue all = functions();
  catalogue::check_values(all);
  for (const int order : {1, 2}) catalogue::check_every_entry(all, catalogue::every_layout, order);
  catalogue::check_directions(all);
  catalogue::check_precisions(all);
  catalogue::check_instruction_sets(all);
}

TEST_CASE("everything in distributions.h and likelihood.h has its lines") {
  std::set<std::string> in_general = functions().names(), likelihoods, in_theory;
  for (const Distribution& d : distributions()) in_theory.insert(d.name);
  for (const Divergence& d : divergences()) in_theory.insert(d.name);
  in_theory.insert("AnyLikelihood");  // each of the others was one
  // By quadrature, in test_objective.cpp.
  for (const char* name : {"ContinuousBernoulli", "ContinuousBernoulliLikelihood",
                           "SharedGaussianLikelihood", "standard_normal_log_prob"})
    in_theory.insert(name);
  in_theory.insert("repeat_rows");  // no distribution
  CHECK(in_theory == in_general);
  for (const std::string& name : in_theory)
    if (name.ends_with("Likelihood")) likelihoods.insert(in_general.extract(name).value());
  catalogue::check_complete("vae/distributions.h", in_general);
  catalogue::check_complete("vae/likelihood.h", likelihoods);
}

TEST_CASE(
    "every distribution integrates to 1, and its mean and variance are those of the density") {
  for (const Distribution& d : distributions()) {
    CAPTURE(d.name);
    CAPTURE(d.mean);
    const Size n = static_cast<Size>(d.grid.size());
    const Doubles log_prob = d.log_prob(Doubles::from({n, 1}, d.grid));
    REQUIRE(log_prob.shape() == Shape{n});
    double total = 0, mean = 0, variance = 0;
    for (std::size_t i = 0; i < d.grid.size(); ++i) {
      const double p = std::exp(log_prob.to_vector()[i]) * d.step;
      total += p;
      mean += p * d.grid[i];
      variance += p * (d.grid[i] - d.mean) * (d.grid[i] - d.mean);
    }
    CHECK(total == doctest::Approx(1).epsilon(1e-12));
    CHECK(mean == doctest::Approx(d.mean).epsilon(1e-12));
    CHECK(variance == doctest::Approx(d.variance).epsilon(1e-12));
  }
}

// Estimates may be off by 5 of their standard errors, which happens to one in two million.

TEST_CASE("samples of every distribution have its first four moments") {
  Rng rng(1);
  for (const Distribution& d : distributions()) {
    if (!d.sample) continue;
    CAPTURE(d.name);
    CAPTURE(d.mean);
    const std::vector<double> x = d.sample(rng);
    const Doubles log_prob =
        d.log_prob(Doubles::from({static_cast<Size>(d.grid.size()), 1}, d.grid));
    const std::vector<double> density = exp(log_prob).to_vector();
    for (int power = 1; power <= 4; ++power) {
      double expected = 0;  // from the density
      for (std::size_t i = 0; i < d.grid.size(); ++i)
        expected += density[i] * d.step * std::pow(d.grid[i] - d.mean, power);
      std::vector<double> powers;
      for (const double v : x) powers.push_back(std::pow(v - d.mean, power));
      check_within_5_errors(estimate(powers), expected);
    }
    if (d.name == "Bernoulli")
      for (const double v : x) REQUIRE((v == 0 || v == 1));
  }
}

TEST_CASE("every closed form of kl is the mean of log q - log p over samples of q") {
  for (const Divergence& d : divergences()) {
    CAPTURE(d.name);
    check_within_5_errors(estimate(d.sampled), d.closed);
    CHECK(d.closed > 0);
  }
}

TEST_CASE("gradients through samples of a Normal are, on average, those of the expectation") {
  Rng rng(3);
  for (const Expectation& e : expectations())
    for (const auto& at : std::vector<std::pair<double, double>>{{0.7, 0.5}, {-0.4, 1.3}}) {
      const double m = at.first, v = at.second;
      CAPTURE(e.name);
      CAPTURE(m);
      Tape<double> tape;
      const Normal<double> q{tape.watch(column(m, many)), tape.watch(column(std::log(v), many))};
      const Gradients<double> one_each = tape.gradients(sum(e.h(q.sample(rng))));
      check_within_5_errors(estimate(one_each[q.mean].value().to_vector()), e.by_mean(m, v));
      check_within_5_errors(estimate(one_each[q.log_var].value().to_vector()), e.by_log_var(m, v));
    }
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

TEST_CASE("gradients of a sample, its noise held fixed, first and second order") {
  const Normal<double> q = some_normal(2, 3, 12);
  const auto sample = [](const std::vector<Var<double>>& v) {
    Rng noise(15);
    return Normal<double>{v[0], v[1]}.sample(noise);
  };
  for (const int order : {1, 2}) {
    const GradcheckReport report =
        gradcheck("sample", sample, {q.mean.value(), q.log_var.value()}, {.order = order});
    CHECK_MESSAGE(report.passed, report.text);
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
