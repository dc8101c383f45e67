#include "nn/loss.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "autograd/gradcheck.h"
#include "tensor/rng.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

using Terms = std::vector<double>;
using Checked = std::vector<Var<double>>;

/// Row by row, the sum of f(index of an element in row-major order).
template <class F>
Terms sums_per_row(const Shape& shape, const F& f) {
  Terms sums(static_cast<std::size_t>(shape[0]), 0.0);
  const std::size_t columns = static_cast<std::size_t>(shape.numel()) / sums.size();
  for (std::size_t i = 0; i < sums.size() * columns; ++i) sums[i / columns] += f(i);
  return sums;
}

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

void check_gradients(const std::string& name, const CheckedFunction& f,
                     const std::vector<Tensor<double>>& inputs) {
  for (const int order : {1, 2}) {
    const GradcheckReport report = gradcheck(name, f, inputs, {.order = order});
    CHECK_MESSAGE(report.passed, report.text);
  }
}

const std::vector<Shape> shapes = {{4}, {4, 1}, {3, 5}, {1, 7}, {2, 3, 4}, {3, 1, 4, 2}};

}  // namespace

TEST_CASE_TEMPLATE("squared_error and mse are loops over each row, at any rank", T, float, double) {
  for (const Shape& shape : shapes) {
    CAPTURE(shape.text());
    Rng rng(1);
    const Tensor<T> prediction = normal<T>(shape, rng), target = normal<T>(shape, rng);
    const Terms p = terms(prediction), t = terms(target);
    Terms expected =
        sums_per_row(shape, [&](std::size_t i) { return (p[i] - t[i]) * (p[i] - t[i]); });
    check_rows(squared_error(Var<T>(prediction), Var<T>(target)), expected);
    const double columns = static_cast<double>(shape.numel()) / static_cast<double>(shape[0]);
    for (double& v : expected) v /= columns;
    check_rows(mse(Var<T>(prediction), Var<T>(target)), expected);
  }
}

TEST_CASE("losses of views are those of the numbers one sees") {
  Rng rng(2);
  const Tensor<double> p = normal<double>({5, 3}, rng), t = normal<double>({3, 5}, rng);
  const Terms a = terms(p.transpose()), b = terms(t);
  check_rows(squared_error<double>(p.transpose(), t),
             sums_per_row({3, 5}, [&](std::size_t i) { return (a[i] - b[i]) * (a[i] - b[i]); }));
}

TEST_CASE("squared_error does not broadcast: a column and a vector are an error") {
  const Var<float> column(Tensor<float>::zeros({4, 1})), vector(Tensor<float>::zeros({4}));
  const int line = __LINE__ + 1;
  const auto message = error_of<ShapeError>([&] { squared_error(column, vector); });
  check_says(message,
             {"squared_error", "[4, 1]", "[4]", "(test_loss.cpp:" + std::to_string(line) + ")"});
  check_says(error_of<ShapeError>([&] { mse(column, vector); }), {"[4, 1]", "[4]"});
}

TEST_CASE_TEMPLATE("cross_entropy is -log of the softmax of the label", T, float, double) {
  Rng rng(3);
  const Tensor<T> logits = T(3) * normal<T>({5, 4}, rng);
  const std::vector<Size> labels = {0, 3, 2, 2, 1};
  const Terms l = terms(logits);
  Terms expected;
  for (std::size_t i = 0; i < 5; ++i) {
    double total = 0;
    for (std::size_t j = 0; j < 4; ++j) total += std::exp(l[4 * i + j]);
    const double own = l[4 * i + static_cast<std::size_t>(labels[i])];
    expected.push_back(-std::log(std::exp(own) / total));
  }
  check_rows(cross_entropy(Var<T>(logits), labels), expected);
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

TEST_CASE_TEMPLATE("Bernoulli: x log p + (1 - x) log(1 - p), summed per row, at any rank", T, float,
                   double) {
  for (const Shape& shape : shapes) {
    CAPTURE(shape.text());
    Rng rng(4);
    const Tensor<T> logits = T(2) * normal<T>(shape, rng), x = uniform<T>(shape, rng);
    const Terms l = terms(logits), grey = terms(x);
    check_rows(bernoulli_log_prob_per_row(Var<T>(logits), Var<T>(x)),
               sums_per_row(shape, [&](std::size_t i) {
                 const double p = 1 / (1 + std::exp(-l[i]));
                 return grey[i] * std::log(p) + (1 - grey[i]) * std::log(1 - p);
               }));
  }
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

TEST_CASE_TEMPLATE("Gaussian: the log density, summed per row, at any rank", T, float, double) {
  for (const Shape& shape : shapes) {
    CAPTURE(shape.text());
    Rng rng(5);
    const Tensor<T> mean = normal<T>(shape, rng), log_var = normal<T>(shape, rng),
                    x = normal<T>(shape, rng);
    const Terms m = terms(mean), v = terms(log_var), y = terms(x);
    check_rows(gaussian_log_prob(Var<T>(mean), Var<T>(log_var), Var<T>(x)),
               sums_per_row(shape, [&](std::size_t i) {
                 const double sigma = std::exp(v[i] / 2), u = (y[i] - m[i]) / sigma;
                 return std::log(std::exp(-u * u / 2) / (sigma * std::sqrt(2 * std::numbers::pi)));
               }));
  }
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

TEST_CASE("gradients of every loss, first and second order") {
  Rng rng(7);
  const Shape shape{2, 3};
  const Tensor<double> a = normal<double>(shape, rng), b = normal<double>(shape, rng),
                       c = normal<double>(shape, rng);
  check_gradients("squared_error", [](const Checked& in) { return squared_error(in[0], in[1]); },
                  {a, b});
  check_gradients("mse", [](const Checked& in) { return mse(in[0], in[1]); }, {a, b});
  check_gradients("cross_entropy",
                  [](const Checked& in) {
                    return cross_entropy(in[0], {2, 0});
                  },
                  {a});
  check_gradients(
      "bernoulli",
      [](const Checked& in) { return bernoulli_log_prob_per_row(in[0], sigmoid(in[1])); }, {a, b});
  const CheckedFunction gaussian = [](const Checked& in) {
    return gaussian_log_prob(in[0], in[1], in[2]);
  };
  check_gradients("gaussian", gaussian, {a, b, c});
  check_gradients("gaussian, one variance", gaussian, {a, Tensor<double>(0.3), c});
}
