#include "nn/network.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "nn/conv.h"
#include "tests/catalogue.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

void check_close(double received, double expected, double within) {
  CHECK(std::abs(received - expected) <= within * std::max(1.0, std::abs(expected)));
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

Tensor<double> random_rows(Size rows, Size columns, std::uint64_t seed) {
  Rng rng(seed);
  return normal<double>({rows, columns}, rng);
}

/// The model with other parameters: the same in float and in double, none of them 0 or 1.
template <class M>
M filled(M model) {
  for_each_parameter(model, []<class T>(const std::string&, Parameter<T>& p) {
    T* const values = p.value.write();
    for (Size i = 0; i < p.value.numel(); ++i)
      values[i] = T(0.8) * static_cast<T>(std::sin(static_cast<double>(2 * i + 1)));
  });
  return model;
}

// The catalogue of layers. A line says how to make the layer for a number type, and its loops.

using catalogue::Catalogue;
using plain::Array;
using plain::Arrays;
using Rows = std::vector<catalogue::Shapes>;

const catalogue::Generator any = catalogue::between(-2, 2), nonzero = catalogue::both_signs(0.3, 2);

struct Layers {
  Catalogue list;
  std::vector<std::function<void()>> checks_of_parameters;

  /// make(T()) is the layer; by_loops(layer, x) what it should compute.
  template <class Make, class Loops>
  catalogue::Line& line(const std::string& name, const Make& make, const Loops& by_loops,
                        const catalogue::Generator& x, const Rows& shapes) {
    if constexpr (Model<decltype(make(double()))>)
      for (const catalogue::Shapes& shape : shapes)
        checks_of_parameters.push_back([=] {
          CAPTURE(name);
          CAPTURE(shape[0].text());
          Rng rng(31);
          check_gradients(make(double()), x(shape[0], rng));
        });
    return list.line(
        name, [=]<class T>(const std::vector<Var<T>>& v) { return Var<T>(make(T())(v[0])); },
        [=](const Arrays& v) { return by_loops(make(double()), v[0]); }, {x}, shapes);
  }
};

Array linear_by_loops(Linear<double> layer, const Array& x) {
  return plain::linear(x, Array(layer.weight.value), Array(layer.bias.value));
}

Array layer_norm_by_loops(const LayerNorm<double>& layer, const Array& x) {
  const Array centred = plain::zip(x, plain::mean(x, {-1}), std::minus<>());
  const Array squares = plain::map(centred, [](double v) { return v * v; });
  const auto divide = [](double v, double variance) { return v / std::sqrt(variance + 1e-5); };
  const Array unit = plain::zip(centred, plain::mean(squares, {-1}), divide);
  const Array scaled = plain::zip(unit, Array(layer.weight.value), std::multiplies<>());
  return plain::zip(scaled, Array(layer.bias.value), std::plus<>());
}

Array gelu_by_loops(const Array& x) {
  return plain::map(x, [](double v) { return v * std::erfc(-v / std::sqrt(2.0)) / 2; });
}
Array softplus_by_loops(const Array& x) {
  return plain::map(x, [](double v) { return std::log1p(std::exp(v)); });
}
Array elu_by_loops(const Array& x, double alpha) {
  return plain::map(x, [=](double v) { return v > 0 ? v : alpha * std::expm1(v); });
}
Array relu_by_loops(const Array& x) {
  return plain::map(x, [](double v) { return std::max(v, 0.0); });
}
Array tanh_by_loops(const Array& x) {
  return plain::map(x, [](double v) { return std::tanh(v); });
}

void add_activations(Layers& all) {
  const auto line = [&](const char* name, const auto& layer, const auto& by_loops) {
    const Rows shapes = {{Shape{}}, {{5}}, {{0}}, {{2, 4}}, {{0, 4}}, {{2, 3, 1}}, {{2, 1, 2, 2}}};
    all.line(
        name, [=](auto) { return layer; }, [=](const auto&, const Array& x) { return by_loops(x); },
        nonzero, shapes);
  };
  line("Relu", Relu{}, relu_by_loops);
  line("LeakyRelu", LeakyRelu{},
       [](const Array& x) { return plain::map(x, [](double v) { return v > 0 ? v : 0.01 * v; }); });
  line("LeakyRelu", LeakyRelu{0.2},
       [](const Array& x) { return plain::map(x, [](double v) { return v > 0 ? v : 0.2 * v; }); });
  line("Elu", Elu{}, [](const Array& x) { return elu_by_loops(x, 1); });
  line("Elu", Elu{0.5}, [](const Array& x) { return elu_by_loops(x, 0.5); });
  line("Gelu", Gelu{}, gelu_by_loops);
  line("Softplus", Softplus{}, softplus_by_loops);
  line("Tanh", Tanh{}, tanh_by_loops);
  line("Sigmoid", Sigmoid{}, [](const Array& x) {
    return plain::map(x, [](double v) { return 1 / (1 + std::exp(-v)); });
  });
}

/// Layers of rows: one, several, none, and with axes in front of the batch.
void add_row_layers(Layers& all) {
  const Rows rows = {{{3, 4}}, {{1, 4}}, {{0, 4}}, {{2, 3, 4}}};
  const auto make_linear = [](auto t, Size in, Size out) {
    Rng rng(1);
    return filled(Linear<decltype(t)>(in, out, rng));
  };
  all.line(
      "Linear", [=](auto t) { return make_linear(t, 4, 3); },
      [](auto layer, const Array& x) { return linear_by_loops(layer, x); }, any, rows);
  const auto norm = [](auto t) { return filled(LayerNorm<decltype(t)>(4)); };
  for (const Rows& shapes : {rows, Rows{catalogue::Shapes{Shape{4}}}})
    all.line("LayerNorm", norm, layer_norm_by_loops, any, shapes).may_repeat = false;
  all.line(
      "Sequential",
      [=](auto t) {
        return Sequential{make_linear(t, 4, 5), Tanh{}, make_linear(t, 5, 2)};
      },
      [](auto model, const Array& x) {
        const Array hidden = tanh_by_loops(linear_by_loops(model.template layer<0>(), x));
        return linear_by_loops(model.template layer<2>(), hidden);
      },
      any, rows);
  const auto make_gated = [](auto t) {
    Rng rng(1);
    return filled(Gated<decltype(t)>(4, 3, rng));
  };
  all.line(
      "Gated", make_gated,
      [](auto layer, const Array& x) {
        Array y = linear_by_loops(layer.linear, x);
        const Array gate = linear_by_loops(layer.gate, x);
        for (std::size_t i = 0; i < y.values.size(); ++i)
          y.values[i] /= 1 + std::exp(-gate.values[i]);
        return y;
      },
      any, rows);
  const auto network = [&](const auto& activation, const auto& by_loops, const auto& inputs) {
    all.line(
        "Network",
        [=](auto t) {
          Rng rng(1);
          return filled(mlp<decltype(t)>({4, 5, 2}, activation, rng));
        },
        [=](auto model, const Array& x) {
          using L = Linear<typename decltype(model)::Scalar>;
          const auto linear = [&](std::size_t i) { return std::get<L>(model.layers()[i]); };
          return linear_by_loops(linear(2), by_loops(linear_by_loops(linear(0), x)));
        },
        inputs, rows);
  };
  // Small inputs leave what reaches an activation on its side of the kink; elu has one in its
  // slope.
  const catalogue::Generator small = catalogue::between(-0.01, 0.01);
  network(Relu{}, relu_by_loops, small);
  network(Tanh{}, tanh_by_loops, any);
  network(
      Elu{}, [](const Array& x) { return elu_by_loops(x, 1); }, small);
  network(Gelu{}, gelu_by_loops, any);
  network(Softplus{}, softplus_by_loops, any);
}

void add_image_layers(Layers& all) {
  const Rows images = {{{2, 2, 4, 5}}, {{1, 2, 3, 3}}, {{0, 2, 4, 4}}};
  const ConvGeometry halving{.stride = 2, .padding = 1};
  const ConvGeometry thirds{.stride = 3, .output_padding = {2, 0}};
  const ConvGeometry side_by_side{.stride = {2, 3}};
  all.line(
      "Conv2d",
      [=](auto t) {
        Rng rng(1);
        return filled(Conv2d<decltype(t)>(2, 3, {3, 2}, halving, rng));
      },
      [=](const auto& layer, const Array& x) {
        return plain::conv2d(x, Array(layer.weight.value), Array(layer.bias.value), halving);
      },
      any, images);
  all.line(
      "ConvTranspose2d",
      [=](auto t) {
        Rng rng(1);
        return filled(ConvTranspose2d<decltype(t)>(2, 3, {3, 2}, thirds, rng));
      },
      [=](const auto& layer, const Array& x) {
        return plain::conv_transpose2d(x, Array(layer.weight.value), Array(layer.bias.value),
                                       thirds);
      },
      any, images);
  const auto plain_layer = [&](const char* name, const auto& layer, const auto& by_loops,
                               const catalogue::Generator& x, const Rows& shapes) -> auto& {
    return all.line(
        name, [=](auto) { return layer; }, [=](const auto&, const Array& v) { return by_loops(v); },
        x, shapes);
  };
  plain_layer(
      "MaxPool2d", MaxPool2d{{2, 3}},
      [=](const Array& x) {
        return plain::max_pool2d(x, {2, 3}, side_by_side);
      },
      catalogue::distinct, images)
      .may_repeat = false;
  plain_layer(
      "MaxPool2d", MaxPool2d{3, halving},
      [=](const Array& x) { return plain::max_pool2d(x, 3, halving); }, catalogue::distinct, images)
      .may_repeat = false;
  plain_layer(
      "AvgPool2d", AvgPool2d{{2, 3}},
      [=](const Array& x) {
        return plain::avg_pool2d(x, {2, 3}, side_by_side);
      },
      any, images);
  plain_layer(
      "AvgPool2d", AvgPool2d{3, halving},
      [=](const Array& x) { return plain::avg_pool2d(x, 3, halving); }, any, images);
  plain_layer("Flatten", Flatten{},
              [](const Array& x) {
                const Size batch = x.shape[0];
                return plain::reshape(x, {batch, batch == 0 ? 6 : x.shape.numel() / batch});
              },
              any, {{{2, 3, 2}}, {{4, 1, 2, 3}}, {{5}}, {{0, 2, 3}}});
  plain_layer("Unflatten", Unflatten{{1, 2, 3}},
              [](const Array& x) {
                return plain::reshape(x, {x.shape[0], 1, 2, 3});
              },
              any, {{{2, 6}}, {{1, 6}}, {{0, 6}}});
}

const Layers& layers() {
  static const Layers all = [] {
    Layers made;
    add_activations(made);
    add_row_layers(made);
    add_image_layers(made);
    return made;
  }();
  return all;
}

std::string line_of_this_file(int line) { return "(test_layers.cpp:" + std::to_string(line) + ")"; }

}  // namespace

TEST_CASE("every layer: values, gradients by its input, precisions, threads, instruction sets") {
  const Catalogue& all = layers().list;
  catalogue::check_values(all);
  for (const int order : {1, 2}) catalogue::check_every_entry(all, catalogue::every_layout, order);
  catalogue::check_directions(all);
  catalogue::check_precisions(all);
  catalogue::check_threads(all);
  catalogue::check_instruction_sets(all);
}

TEST_CASE("every layer: gradients by its parameters, first and second order") {
  for (const auto& check : layers().checks_of_parameters) check();
}

TEST_CASE("every layer of layers.h and conv.h has a line in the catalogue") {
  std::set<std::string> of_rows = layers().list.names(), of_images;
  for (const char* name :
       {"Conv2d", "ConvTranspose2d", "MaxPool2d", "AvgPool2d", "Flatten", "Unflatten"}) {
    of_images.insert(name);
    CHECK(of_rows.erase(name) == 1);
  }
  // Dropout is random, and tested below; call only forwards.
  catalogue::check_complete("nn/layers.h", of_rows, {"Dropout", "call"});
  catalogue::check_complete("nn/conv.h", of_images);
}

TEST_CASE("Linear starts with Glorot's uniform weights and zero bias") {
  Rng rng(1), same(1);
  const Linear layer(5, 3, rng);
  CHECK(layer.weight.value.to_vector() == glorot_uniform<float>(5, 3, same).to_vector());
  CHECK(layer.bias.value.to_vector() == std::vector<float>(3, 0.0f));
}

TEST_CASE("LayerNorm keeps a row of equal numbers finite") {
  const LayerNorm layer(3);
  CHECK(layer(Tensor<float>::full({1, 3}, 7)).value().to_vector() == std::vector<float>{0, 0, 0});
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
