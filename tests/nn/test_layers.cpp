#include "nn/network.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "autograd/gradcheck.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

template <class T>
double at(const Tensor<T>& x, std::initializer_list<Size> index) {
  return static_cast<double>(x.at(index));
}

template <class T>
constexpr double tolerance = std::is_same_v<T, float> ? 2e-6 : 1e-13;

void check_close(double received, double expected, double within) {
  CHECK(std::abs(received - expected) <= within * std::max(1.0, std::abs(expected)));
}

/// f(x) of each element against a layer's output.
template <class T, class L>
void check_activation(const L& layer, const std::function<double(double)>& f) {
  const Tensor<T> x = Tensor<T>::linspace(T(-4), T(4), 33).reshape({3, 11});
  const Var<T> y = layer(Var<T>(x));
  REQUIRE(y.shape() == x.shape());
  for (Size i = 0; i < 3; ++i)
    for (Size j = 0; j < 11; ++j)
      check_close(at(y.value(), {i, j}), f(at(x, {i, j})), tolerance<T>);
}

/// Every row of x by plain loops through a Linear layer.
template <class T>
std::vector<std::vector<double>> by_loops(const Linear<T>& layer,
                                          const std::vector<std::vector<double>>& x) {
  std::vector<std::vector<double>> y;
  const Tensor<T>&weight = layer.weight.value, &bias = layer.bias.value;
  for (const auto& row : x) {
    y.emplace_back();
    for (Size o = 0; o < weight.shape()[0]; ++o) {
      double total = at(bias, {o});
      for (Size i = 0; i < weight.shape()[1]; ++i)
        total += row[static_cast<std::size_t>(i)] * at(weight, {o, i});
      y.back().push_back(total);
    }
  }
  return y;
}

template <class T>
std::vector<std::vector<double>> rows_of(const Tensor<T>& x) {
  std::vector<std::vector<double>> rows;
  for (Size i = 0; i < x.shape()[0]; ++i) {
    rows.emplace_back();
    for (Size j = 0; j < x.shape()[1]; ++j) rows.back().push_back(at(x, {i, j}));
  }
  return rows;
}

// Gradients with respect to x and to every parameter, first and second order. gradcheck knows
// nothing of Parameters, so the differences are taken here.

/// One number that depends on everything: the outputs, randomly weighted (order 1), or all their
/// gradients, randomly weighted (order 2).
template <class M>
Var<double> weighted(const M& model, const Var<double>& x, int order) {
  Rng rng(11);
  const Var<double> y = model(x);
  const Var<double> outputs = sum(y * normal<double>(y.shape(), rng));
  if (order == 1) return outputs;
  const Gradients<double> gradients = Tape<double>::active()->recorded_gradients(outputs);
  Var<double> total = sum(gradients[x] * normal<double>(x.shape(), rng));
  for_each_parameter(model, [&](const std::string&, const Parameter<double>& p) {
    total = total + sum(gradients[tracked(p)] * normal<double>(p.value.shape(), rng));
  });
  return total;
}

/// Five-point difference of weighted() as `entry`, a number inside the model or x, moves.
double difference(const std::function<double(double)>& moved) {
  constexpr double h = 1e-3;
  return (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
}

/// The model is copied for every evaluation, so that a Dropout draws the same mask each time.
template <class M>
double evaluate(M model, const Tensor<double>& x, int order) {
  Tape<double> tape;
  return weighted(model, tape.watch(x), order).item();
}

Tensor<double> with_moved(const Tensor<double>& x, Size entry, double by) {
  Tensor<double> moved = x.to_contiguous();
  moved.write()[entry] += by;
  return moved;
}

template <class M>
void check_gradients(const M& model, const Tensor<double>& x) {
  for (const int order : {1, 2}) {
    CAPTURE(order);
    M copy = model;
    Tape<double> tape;
    const Var<double> leaf = tape.watch(x);
    const Gradients<double> gradients = tape.gradients(weighted(copy, leaf, order));
    const Tensor<double> of_x = gradients[leaf].value();
    for (Size i = 0; i < x.numel(); ++i)
      check_close(of_x.to_vector()[static_cast<std::size_t>(i)], difference([&](double by) {
                    return evaluate(model, with_moved(x, i, by), order);
                  }),
                  1e-8);
    std::vector<Tensor<double>> of_parameters;
    for_each_parameter(copy, [&](const std::string& path, const Parameter<double>& p) {
      CAPTURE(path);
      const Tensor<double>* const gradient = gradients.find(p.identity);
      of_parameters.push_back(gradient ? *gradient : Tensor<double>::zeros(p.value.shape()));
    });
    for (std::size_t number = 0; number < of_parameters.size(); ++number)
      for (Size i = 0; i < of_parameters[number].numel(); ++i) {
        CAPTURE(number);
        CAPTURE(i);
        const double expected = difference([&](double by) {
          M moved = model;
          std::size_t k = 0;
          for_each_parameter(moved, [&](const std::string&, Parameter<double>& p) {
            if (k++ == number) p.value = with_moved(p.value, i, by);
          });
          return evaluate(moved, x, order);
        });
        check_close(of_parameters[number].to_vector()[static_cast<std::size_t>(i)], expected, 1e-8);
      }
  }
}

/// gradcheck of a layer without parameters.
template <class L>
void check_gradcheck(const std::string& name, const L& layer, const Tensor<double>& x) {
  for (const int order : {1, 2}) {
    const GradcheckReport report = gradcheck(name,
                                             [&](const std::vector<Var<double>>& in) {
                                               const L copy = layer;
                                               return copy(in[0]);
                                             },
                                             {x}, {.order = order});
    CHECK_MESSAGE(report.passed, report.text);
  }
}

/// Numbers on both sides of 0, none near it, where some activations have a kink.
Tensor<double> around_zero() {
  return Tensor<double>::matrix({{-2.3, -0.9, -0.4, 0.3}, {0.7, 1.6, 2.9, -1.5}});
}

Tensor<double> random_rows(Size rows, Size columns, std::uint64_t seed) {
  Rng rng(seed);
  return normal<double>({rows, columns}, rng);
}

/// Moves the zeros and ones with which biases and norms start.
template <class M>
M shaken(M model) {
  Rng rng(21);
  for_each_parameter(model, [&](const std::string&, auto& p) {
    using T = typename decltype(p.value)::Scalar;
    p.value = p.value + T(0.3) * normal<T>(p.value.shape(), rng);
  });
  return model;
}

std::string line_of_this_file(int line) { return "(test_layers.cpp:" + std::to_string(line) + ")"; }

}  // namespace

TEST_CASE_TEMPLATE("Linear is x W' + b, with weight [out, in]", T, float, double) {
  Rng rng(1);
  const Linear<T> layer = shaken(Linear<T>(5, 3, rng));
  CHECK(layer.weight.value.shape() == Shape{3, 5});
  CHECK(layer.bias.value.shape() == Shape{3});
  const Tensor<T> x = normal<T>({4, 5}, rng);
  const Var<T> y = layer(x);
  REQUIRE(y.shape() == Shape{4, 3});
  const auto expected = by_loops(layer, rows_of(x));
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      check_close(rows_of(y.value())[i][j], expected[i][j], tolerance<T>);
}

TEST_CASE("Linear starts with Glorot's uniform weights and zero bias") {
  Rng rng(1), same(1);
  const Linear layer(5, 3, rng);
  CHECK(layer.weight.value.to_vector() == glorot_uniform<float>(5, 3, same).to_vector());
  CHECK(layer.bias.value.to_vector() == std::vector<float>(3, 0.0f));
}

TEST_CASE_TEMPLATE("activations are their formulas", T, float, double) {
  check_activation<T>(Relu{}, [](double x) { return x > 0 ? x : 0; });
  check_activation<T>(LeakyRelu{}, [](double x) { return x > 0 ? x : 0.01 * x; });
  check_activation<T>(LeakyRelu{0.2}, [](double x) { return x > 0 ? x : 0.2 * x; });
  check_activation<T>(Elu{}, [](double x) { return x > 0 ? x : std::expm1(x); });
  check_activation<T>(Elu{0.5}, [](double x) { return x > 0 ? x : 0.5 * std::expm1(x); });
  check_activation<T>(Gelu{}, [](double x) { return x * std::erfc(-x / std::sqrt(2.0)) / 2; });
  check_activation<T>(Softplus{}, [](double x) { return std::log1p(std::exp(x)); });
  check_activation<T>(Tanh{}, [](double x) { return std::tanh(x); });
  check_activation<T>(Sigmoid{}, [](double x) { return 1 / (1 + std::exp(-x)); });
}

TEST_CASE_TEMPLATE("LayerNorm gives each row its mean and scale", T, float, double) {
  LayerNorm<T> layer(6);
  layer.weight.value = Tensor<T>::vector({1, 2, 3, T(-1), T(0.5), 1});
  layer.bias.value = Tensor<T>::vector({0, 1, 0, 2, 0, -1});
  Rng rng(2);
  const Tensor<T> x = T(3) * normal<T>({2, 4, 6}, rng) + T(5);
  const Var<T> y = layer(x);
  REQUIRE(y.shape() == x.shape());
  for (Size i = 0; i < 2; ++i)
    for (Size j = 0; j < 4; ++j) {
      double mean = 0, variance = 0;
      for (Size k = 0; k < 6; ++k) mean += at(x, {i, j, k}) / 6;
      for (Size k = 0; k < 6; ++k) variance += std::pow(at(x, {i, j, k}) - mean, 2) / 6;
      for (Size k = 0; k < 6; ++k)
        check_close(
            at(y.value(), {i, j, k}),
            (at(x, {i, j, k}) - mean) / std::sqrt(variance + 1e-5) * at(layer.weight.value, {k}) +
                at(layer.bias.value, {k}),
            10 * tolerance<T>);
    }
}

TEST_CASE("LayerNorm keeps a row of equal numbers finite") {
  const LayerNorm layer(3);
  CHECK(layer(Tensor<float>::full({1, 3}, 7)).value().to_vector() == std::vector<float>{0, 0, 0});
}

TEST_CASE("gradients of activations, first and second order") {
  check_gradcheck("Relu", Relu{}, around_zero());
  check_gradcheck("LeakyRelu", LeakyRelu{0.2}, around_zero());
  check_gradcheck("Elu", Elu{0.7}, around_zero());
  check_gradcheck("Gelu", Gelu{}, around_zero());
  check_gradcheck("Softplus", Softplus{}, around_zero());
  check_gradcheck("Tanh", Tanh{}, around_zero());
  check_gradcheck("Sigmoid", Sigmoid{}, around_zero());
}

TEST_CASE("gradients of Linear and LayerNorm by x and parameters, first and second order") {
  Rng rng(3);
  check_gradients(shaken(Linear<double>(4, 3, rng)), random_rows(2, 4, 31));
  check_gradients(shaken(LayerNorm<double>(5)), random_rows(3, 5, 32));
}

TEST_CASE("gradients of Sequential and Network by x and parameters, first and second order") {
  Rng rng(4);
  check_gradients(shaken(Sequential{Linear<double>(3, 4, rng), Gelu{}, LayerNorm<double>(4), Tanh{},
                                    Linear<double>(4, 2, rng)}),
                  random_rows(2, 3, 33));
  check_gradients(shaken(mlp<double>({3, 4, 3, 2}, Softplus{}, rng)), random_rows(2, 3, 34));
}

TEST_CASE("gradients of Dropout, its mask held fixed, first and second order") {
  Rng rng(5);
  check_gradients(Sequential{Dropout(0.4, rng), Tanh{}}, random_rows(3, 4, 35));
  check_gradients(Sequential{Linear<double>(3, 4, rng), Dropout(0.4, rng), Tanh{}},
                  random_rows(2, 3, 36));
}

TEST_CASE("Dropout acts only while a tape records") {
  Rng rng(6);
  const Dropout dropout(0.5, rng);
  const Tensor<float> x = Tensor<float>::ones({100});
  CHECK(dropout(Var<float>(x)).value().data() == x.data());
  {
    Tape tape;
    CHECK(dropout(Var<float>(x)).value().to_vector() != x.to_vector());
    const Recording<float> paused(nullptr);
    CHECK(dropout(Var<float>(x)).value().data() == x.data());
  }
  CHECK(dropout(Var<float>(x)).value().data() == x.data());
}

TEST_CASE_TEMPLATE("Dropout keeps the expectation: 0 or x / (1 - p), each as often as it should", T,
                   float, double) {
  constexpr Size n = 100000;
  for (const double p : {0.0, 0.1, 0.5, 0.9}) {
    CAPTURE(p);
    Rng rng(7);
    const Dropout dropout(p, rng);
    Tape<T> tape;
    const std::vector<T> y = dropout(Var<T>(Tensor<T>::full({n}, 3))).value().to_vector();
    Size zeros = 0, others = 0;
    for (const T v : y) {
      if (v == 0) ++zeros;
      if (std::abs(static_cast<double>(v) - 3 / (1 - p)) < 1e-5) ++others;
    }
    CHECK(zeros + others == n);
    CHECK(std::abs(static_cast<double>(zeros) - n * p) <= 5 * std::sqrt(n * p * (1 - p)));
  }
}

TEST_CASE("Dropout: the same stream, the same mask; the next call and another layer, another") {
  const Tensor<float> x = Tensor<float>::ones({200});
  Rng rng(8), same(8);
  const Dropout first(0.5, rng), second(0.5, rng), twin(0.5, same);
  Tape tape;
  const Dropout copy = first;
  const std::vector<float> mask = first(Var<float>(x)).value().to_vector();
  CHECK(mask == copy(Var<float>(x)).value().to_vector());
  CHECK(mask == twin(Var<float>(x)).value().to_vector());
  CHECK(mask != first(Var<float>(x)).value().to_vector());
  CHECK(mask != second(Var<float>(x)).value().to_vector());
}

TEST_CASE("Dropout refuses a probability below 0, of 1 and above, and NaN") {
  Rng rng(9);
  for (const double p : {-0.1, 1.0, 1.5, std::nan("")})
    check_says(error_of<UsageError>([&] { Dropout(p, rng); }), {"Dropout", "probability"});
}

TEST_CASE_TEMPLATE("Sequential applies its layers in turn", T, float, double) {
  Rng rng(10);
  const Linear<T> first(4, 6, rng), last(6, 2, rng);
  const Sequential model{first, Tanh{}, last};
  const Tensor<T> x = normal<T>({3, 4}, rng);
  auto hidden = by_loops(first, rows_of(x));
  for (auto& row : hidden)
    for (double& v : row) v = std::tanh(v);
  const auto expected = by_loops(last, hidden);
  const auto y = rows_of(model(Var<T>(x)).value());
  REQUIRE(y.size() == 3);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 2; ++j) check_close(y[i][j], expected[i][j], 4 * tolerance<T>);
}

TEST_CASE("Sequential holds functions, too, and gives access to its layers by number") {
  Rng rng(11);
  Sequential model{Linear{2, 2, rng}, [](const Var<float>& x) { return 2.0f * x; }};
  model.layer<0>().weight.value = Tensor<float>::matrix({{1, 0}, {0, 1}});
  CHECK(model(Var<float>(Tensor<float>::matrix({{3, 4}}))).value().to_vector() ==
        std::vector<float>{6, 8});
  CHECK(Sequential{}(Var<float>(5.0f)).item() == 5);
}

TEST_CASE("mlp is named like the Sequential of its layers, and computes the same bits") {
  Rng rng(12);
  const Tensor<float> x = normal<float>({7, 6}, rng);
  const auto compare = [&](auto layer) {
    nn::Network<> network = mlp({6, 5, 4, 3}, layer, rng);
    Sequential same{Linear{6, 5, rng}, layer, Linear{5, 4, rng}, layer, Linear{4, 3, rng}};
    std::vector<std::string> names, expected;
    std::vector<Tensor<float>> values;
    for_each_parameter(network, [&](const std::string& path, const Parameter<>& p) {
      names.push_back(path);
      values.push_back(p.value);
    });
    std::size_t i = 0;
    for_each_parameter(same, [&](const std::string& path, Parameter<>& p) {
      expected.push_back(path);
      p.value = values.at(i++);
    });
    CHECK(names == expected);
    CHECK(network(Var<float>(x)).value().to_vector() == same(Var<float>(x)).value().to_vector());
  };
  compare(Relu{});
  compare(Tanh{});
  compare(Elu{});
  compare(Gelu{});
  compare(Softplus{});
}

TEST_CASE("mlp of two sizes is one Linear layer; fewer are refused") {
  Rng rng(13);
  const nn::Network<> network = mlp({4, 2}, Relu{}, rng);
  CHECK(parameter_count(network) == 4 * 2 + 2);
  const Var<float> x(normal<float>({3, 4}, rng));
  CHECK(network(x).value().to_vector() ==
        std::get<Linear<>>(network.layers()[0])(x).value().to_vector());
  check_says(error_of<UsageError>([&] { mlp({4}, Relu{}, rng); }), {"mlp", "at least two sizes"});
}

TEST_CASE("an input of the wrong shape is named with the caller's line, through any nesting") {
  Rng rng(14);
  const Var<float> x(Tensor<float>::zeros({2, 7}));
  const auto check = [&](const auto& layer, const std::string& size) {
    const int line = __LINE__ + 1;
    check_says(error_of<ShapeError>([&] { layer(x); }), {"[2, 7]", size, line_of_this_file(line)});
  };
  check(Linear{5, 3, rng}, "[3, 5]");
  check(LayerNorm{5}, "[5]");
  check(mlp({5, 4, 3}, Relu{}, rng), "[4, 5]");
  check(Sequential{Relu{}, Linear{5, 3, rng}}, "[3, 5]");
  check(Sequential{Relu{}, Sequential{Dropout{0.5, rng}, Sequential{Linear{5, 3, rng}}}}, "[3, 5]");
}

TEST_CASE("LayerNorm does not let its weight broadcast") {
  const LayerNorm layer(4);
  check_says(error_of<ShapeError>([&] {
               layer(Tensor<float>::zeros({3, 1}));
             }),
             {"LayerNorm", "[3, 1]", "[4]"});
  check_says(error_of<ShapeError>([&] { layer(Var<float>(1.0f)); }), {"LayerNorm", "[]", "[4]"});
}
