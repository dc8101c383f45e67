#include "nn/loss.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "tensor/rng.h"
#include "tests/catalogue.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

using Terms = std::vector<double>;
template <class T>
void check_rows(const Var<T>& received, const Terms& expected) {
  REQUIRE(received.shape() == Shape{static_cast<Size>(expected.size())});
  const std::vector<T> values = received.value().to_vector();
  const double epsilon = std::is_same_v<T, float> ? 3e-6 : 1e-13;
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(static_cast<double>(values[i]) == doctest::Approx(expected[i]).epsilon(epsilon));
}

template <class T>
Terms terms(const Tensor<T>& x) {
  const std::vector<T> values = x.to_vector();
  return Terms(values.begin(), values.end());
}

// The catalogue of losses.

using plain::Array;
using plain::Arrays;

/// Sums over all axes but the first.
Array per_row(const Array& x) {
  const Size rows = x.shape[0], columns = rows == 0 ? 0 : x.shape.numel() / rows;
  return plain::drop(plain::sum(plain::reshape(x, {rows, columns}), {1}), {1});
}
Array squares_per_row(const Arrays& v) {
  return per_row(plain::zip(v[0], v[1], [](double a, double b) { return (a - b) * (a - b); }));
}
Array gaussian_by_loops(const Arrays& v) {
  const Array sigma = plain::map(v[1], [](double log_var) { return std::exp(log_var / 2); });
  const Array u = plain::zip(plain::zip(v[2], v[0], std::minus<>()), sigma, std::divides<>());
  const auto log_density = [](double t, double s) {
    return std::log(std::exp(-t * t / 2) / (s * std::sqrt(2 * std::numbers::pi)));
  };
  return per_row(plain::zip(u, sigma, log_density));
}
std::vector<Size> some_labels(Size rows) {
  std::vector<Size> labels;
  for (Size i = 0; i < rows; ++i) labels.push_back(2 * i % 3);
  return labels;
}

catalogue::Catalogue losses() {
  const catalogue::Generator any = catalogue::between(-2, 2);
  const std::vector<Shape> shapes = {{4}, {4, 1}, {3, 5}, {1, 7}, {2, 3, 4}, {3, 1, 4, 2}, {0, 3}};
  std::vector<catalogue::Shapes> one, two, three;
  for (const Shape& s : shapes) {
    one.push_back({s});
    two.push_back({s, s});
    three.push_back({s, s, s});
    three.push_back({s, Shape{}, s});  // one variance for all
  }
  catalogue::Catalogue c;
  c.line(
      "sum_per_row", [](const auto& v) { return sum_per_row(v[0]); },
      [](const Arrays& v) { return per_row(v[0]); }, {any}, one);
  c.line(
      "squared_error", [](const auto& v) { return squared_error(v[0], v[1]); }, squares_per_row,
      {any, any}, two);
  c.line(
      "mse", [](const auto& v) { return mse(v[0], v[1]); },
      [](const Arrays& v) {
        const double columns =
            static_cast<double>(v[0].shape.numel()) / static_cast<double>(v[0].shape[0]);
        return plain::map(squares_per_row(v), [=](double x) { return x / columns; });
      },
      {any, any}, two);
  c.line(
      "cross_entropy",
      [](const auto& v) { return cross_entropy(v[0], some_labels(v[0].shape()[0])); },
      [](const Arrays& v) {
        const Array log_p = plain::log_softmax(v[0], 1);
        const std::vector<Size> labels = some_labels(v[0].shape[0]);
        return plain::make({v[0].shape[0]}, [&](const plain::Index& i) {
          return -log_p({i[0], labels[static_cast<std::size_t>(i[0])]});
        });
      },
      {any}, {{{5, 3}}, {{1, 4}}, {{0, 3}}});
  c.line(
      "bernoulli_log_prob_per_row",
      [](const auto& v) { return bernoulli_log_prob_per_row(v[0], v[1]); },
      [](const Arrays& v) {
        return per_row(plain::zip(v[0], v[1], [](double l, double x) {
          const double p = 1 / (1 + std::exp(-l));
          return x * std::log(p) + (1 - x) * std::log(1 - p);
        }));
      },
      {any, catalogue::between(0, 1)}, two);
  c.line(
      "gaussian_log_prob", [](const auto& v) { return gaussian_log_prob(v[0], v[1], v[2]); },
      gaussian_by_loops, {any, any, any}, three);
  return c;
}

}  // namespace

TEST_CASE("every loss: values, gradients, precisions, threads, instruction sets") {
  const catalogue::Catalogue all = losses();
  catalogue::check_values(all);
  for (const int order : {1, 2}) catalogue::check_every_entry(all, catalogue::every_layout, order);
  catalogue::check_directions(all);
  catalogue::check_precisions(all);
  catalogue::check_threads(all);
  catalogue::check_instruction_sets(all);
}

TEST_CASE("every function of loss.h has a line in the catalogue") {
  catalogue::check_complete("nn/loss.h", losses().names(), {"require_same_shape"});
}

TEST_CASE("squared_error does not broadcast: a column and a vector are an error") {
  const Var<float> column(Tensor<float>::zeros({4, 1})), vector(Tensor<float>::zeros({4}));
  const int line = __LINE__ + 1;
  const auto message = error_of<ShapeError>([&] { squared_error(column, vector); });
  check_says(message,
             {"squared_error", "[4, 1]", "[4]", "(test_loss.cpp:" + std::to_string(line) + ")"});
  check_says(error_of<ShapeError>([&] { mse(column, vector); }), {"[4, 1]", "[4]"});
}

TEST_CASE("cross_entropy: closed forms, finite where a softmax is 0") {
  const std::vector<Size> labels = {0, 1};
  check_rows(cross_entropy(Var<double>(Tensor<double>::zeros({2, 10})), labels),
             {std::log(10.0), std::log(10.0)});
  const Tensor<double> extreme = Tensor<double>::matrix({{1e4, -1e4, 0}, {1e4, -1e4, 0}});
  check_rows(cross_entropy(Var<double>(extreme), labels), {0, 2e4});
}

TEST_CASE("cross_entropy refuses a label that is no class, and labels of another number") {
  const Var<float> logits(Tensor<float>::zeros({2, 3}));
  for (const Size label : {3, -1, 100}) {
    const int line = __LINE__ + 1;
    const auto message = error_of<ShapeError>([&] { cross_entropy(logits, {0, label}); });
    check_says(message, {"index " + std::to_string(label), "[2, 3]",
                         "(test_loss.cpp:" + std::to_string(line) + ")"});
  }
  check_says(error_of<ShapeError>([&] {
               cross_entropy(logits, {0, 1, 2});
             }),
             {"cross_entropy", "[2, 3]", "3 labels"});
  check_says(error_of<ShapeError>([] { cross_entropy(Var<float>(1.0f), {0}); }),
             {"cross_entropy", "[]"});
}

TEST_CASE_TEMPLATE("Bernoulli: log p of a 1 and log(1 - p) of a 0, which add up to one", T, float,
                   double) {
  for (const double logit : {-6.0, -1.0, 0.0, 0.5, 3.0}) {
    const Var<T> logits(Tensor<T>::full({2, 1}, static_cast<T>(logit)));
    const Var<T> x(Tensor<T>::matrix({{1}, {0}}));
    const double p = 1 / (1 + std::exp(-logit));
    const Var<T> log_prob = bernoulli_log_prob_per_row(logits, x);
    check_rows(log_prob, {std::log(p), std::log(1 - p)});
    CHECK(static_cast<double>(sum(exp(log_prob)).item()) == doctest::Approx(1).epsilon(1e-6));
  }
}

TEST_CASE_TEMPLATE("Bernoulli stays finite, values and gradients, at logits of +-10,000", T, float,
                   double) {
  const Tensor<T> logits = Tensor<T>::matrix({{T(1e4)}, {T(1e4)}, {T(-1e4)}, {T(-1e4)}});
  const Tensor<T> x = Tensor<T>::matrix({{1}, {0}, {1}, {0}});
  Tape<T> tape;
  const Var<T> leaf = tape.watch(logits);
  const Var<T> log_prob = bernoulli_log_prob_per_row(leaf, Var<T>(x));
  CHECK(log_prob.value().to_vector() == std::vector<T>{0, T(-1e4), T(-1e4), 0});
  const Gradients<T> gradients = tape.gradients(sum(log_prob));
  CHECK(gradients[leaf].value().to_vector() == std::vector<T>{0, -1, 1, 0});
}

TEST_CASE("Gaussian: one variance for all elements broadcasts") {
  Rng rng(6);
  const Tensor<double> mean = normal<double>({3, 4}, rng), x = normal<double>({3, 4}, rng);
  const Tensor<double> all = Tensor<double>::full({3, 4}, 0.7);
  const Terms expected =
      terms(gaussian_log_prob<double>(Var<double>(mean), all, Var<double>(x)).value());
  for (const Tensor<double>& log_var :
       {Tensor<double>(0.7), Tensor<double>::full({4}, 0.7), Tensor<double>::full({3, 1}, 0.7)})
    check_rows(gaussian_log_prob<double>(Var<double>(mean), log_var, Var<double>(x)), expected);
}

TEST_CASE("Gaussian: the density integrates to 1") {
  for (const double log_var : {-3.0, 0.0, 2.0}) {
    const double sigma = std::exp(log_var / 2), step = sigma / 20;
    const Size n = 1 + 2 * 20 * 12;  // +-12 sigma
    const Tensor<double> x = Tensor<double>::linspace(1 - 12 * sigma, 1 + 12 * sigma, n);
    const Var<double> log_prob = gaussian_log_prob<double>(
        Tensor<double>::full({n, 1}, 1.0), Tensor<double>(log_var), x.reshape({n, 1}));
    CHECK(sum(exp(log_prob)).item() * step == doctest::Approx(1).epsilon(1e-12));
  }
}
