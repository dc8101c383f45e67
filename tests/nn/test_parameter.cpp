#include "nn/parameter.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "nn/network.h"
#include "nn/optim.h"

using namespace gradus;
using namespace gradus::nn;

namespace {

using Names = std::vector<std::string>;

/// A model with a model inside, declared in an order that is not that of the alphabet.
struct Scaled {
  Parameter<double> scale{Tensor<double>::vector({2, 3})};
  void visit(auto&& f) { f("scale", scale); }
};
struct Own {
  Parameter<double> zero{Tensor<double>(5.0)};
  Scaled inner;
  Parameter<double> bias{Tensor<double>::vector({-1, 1})};
  Var<double> operator()(const Var<double>& x) const {
    return tracked(zero) * x * tracked(inner.scale) + tracked(bias);
  }
  void visit(auto&& f) {
    f("zero", zero);
    f("inner", inner);
    f("bias", bias);
  }
};
/// Parts that do not train: what visit names is a leaf of another kind, or nothing at all.
struct WithState {
  Rng noise{3};
  Relu activation;
  Parameter<> weight{Tensor<float>::zeros({4})};
  void visit(auto&& f) {
    f("noise", noise);
    f("activation", activation);
    f("weight", weight);
  }
};

struct Pair {
  Sequential<Linear<>, Relu, Sequential<Linear<>, Dropout>> encoder;
  nn::Network<> decoder;
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

Names names_of(auto& model) {
  Names names;
  for_each_parameter(model, [&](const std::string& path, auto&) { names.push_back(path); });
  return names;
}

struct NoVisit {};
struct TakesNothing {
  Var<float> operator()() const { return Var<float>(0.0f); }
};
struct ReturnsNothing {
  void operator()(const Var<float>&) const {}
};
struct ChangesItself {
  Var<float> operator()(const Var<float>& x) { return x; }
};
struct ReturnsTensor {
  Tensor<float> operator()(const Var<float>& x) const { return x.value(); }
};

static_assert(Model<Own> && Model<const Own> && Model<WithState>);
static_assert(Model<Linear<float>> && Model<Dropout> && Model<Sequential<Relu>> &&
              Model<nn::Network<>>);
static_assert(!Model<Parameter<float>> && !Model<Relu> && !Model<NoVisit> && !Model<int>);
static_assert(Layer<Linear<float>> && Layer<Linear<double>, double> && Layer<Own, double>);
static_assert(Layer<Relu> && Layer<Relu, double> && Layer<Dropout, double>);
static_assert(Layer<Sequential<Linear<>, Relu>> && !Layer<Sequential<Linear<>, Relu>, double>);
static_assert(!Layer<Linear<float>, double> && !Layer<Linear<double>>);
static_assert(!Layer<NoVisit> && !Layer<TakesNothing> && !Layer<ReturnsNothing>);
static_assert(!Layer<ChangesItself>);  // a layer is called through const
static_assert(Layer<ReturnsTensor>);   // a constant is a Var, too

}  // namespace

TEST_CASE("parameters are visited in the order of declaration, with their full names") {
  Own network;
  CHECK(names_of(network) == Names{"zero", "inner.scale", "bias"});
  Rng rng(1);
  Pair pair{Sequential{Linear{3, 2, rng}, Relu{}, Sequential{Linear{2, 2, rng}, Dropout{0.5, rng}}},
            mlp({2, 4, 3}, Tanh{}, rng)};
  CHECK(names_of(pair) == Names{"encoder.0.weight", "encoder.0.bias", "encoder.2.0.weight",
                                "encoder.2.0.bias", "decoder.0.weight", "decoder.0.bias",
                                "decoder.2.weight", "decoder.2.bias"});
}

TEST_CASE("leaves that are no parameters are named, and are not parameters") {
  WithState model;
  Names names;
  for_each_leaf(model, [&](const std::string& path, auto&) { names.push_back(path); });
  CHECK(names == Names{"noise", "activation", "weight"});
  CHECK(names_of(model) == Names{"weight"});
}

TEST_CASE("a parameter by itself is visited without a name") {
  Parameter<double> parameter(Tensor<double>::ones({3}));
  CHECK(names_of(parameter) == Names{""});
}

TEST_CASE("a const model hands on const members, one that is not hands on what can be written") {
  const Own constant;
  int visited = 0;
  for_each_leaf(constant, [&](const std::string&, auto& leaf) {
    static_assert(std::is_const_v<std::remove_reference_t<decltype(leaf)>>);
    ++visited;
  });
  CHECK(visited == 3);
  Own network;
  for_each_parameter(network, [](const std::string&, auto& parameter) {
    static_assert(!std::is_const_v<std::remove_reference_t<decltype(parameter)>>);
    parameter.value = Tensor<double>::zeros(parameter.value.shape());
  });
  CHECK(network.inner.scale.value.to_vector() == std::vector<double>{0, 0});
}

TEST_CASE("parameter_count adds the numbers in all parameters") {
  CHECK(parameter_count(Own{}) == 1 + 2 + 2);
  CHECK(parameter_count(WithState{}) == 4);
  Rng rng(1);
  const Sequential model{Linear{784, 400, rng}, Relu{}, Linear{400, 20, rng}};
  CHECK(parameter_count(model) == 784 * 400 + 400 + 400 * 20 + 20);
}

TEST_CASE("a copied model trains alone") {
  Own first;
  Own second = first;
  Sgd<double> sgd{{.lr = 0.5}};
  Tape<double> tape;
  const Var<double> y = sum(second(Var<double>(1.0)));
  const Gradients<double> gradients = tape.gradients(y);
  CHECK(gradients.find(first.bias.identity) == nullptr);
  REQUIRE(gradients.find(second.bias.identity) != nullptr);
  sgd.step(first, gradients);  // none of these gradients is its own
  CHECK(first.bias.value.to_vector() == std::vector<double>{-1, 1});
  sgd.step(second, gradients);
  CHECK(first.bias.value.to_vector() == std::vector<double>{-1, 1});
  CHECK(second.bias.value.to_vector() == std::vector<double>{-1.5, 0.5});
}

TEST_CASE("assigning a model copies its values and leaves both with their own identities") {
  Own first, second;
  first.bias.value = Tensor<double>::vector({7, 8});
  const std::uint64_t before = second.bias.identity.number();
  second = first;
  CHECK(second.bias.value.to_vector() == std::vector<double>{7, 8});
  CHECK(second.bias.identity.number() == before);
  CHECK(second.bias.identity.number() != first.bias.identity.number());
}

TEST_CASE("a model that is moved while a tape records keeps its identity") {
  Own model;
  Tape<double> tape;
  const Var<double> y = sum(model(Var<double>(1.0)));
  Own moved = std::move(model);
  const Gradients<double> gradients = tape.gradients(y);
  REQUIRE(gradients.find(moved.inner.scale.identity) != nullptr);
  CHECK(gradients.find(moved.inner.scale.identity)->to_vector() == std::vector<double>{5, 5});
}

TEST_CASE("a parameter that is used twice is one leaf and gets the sum of both gradients") {
  const Parameter<double> shared(Tensor<double>::vector({3, 4}));
  Tape<double> tape;
  const Var<double> y = sum(tracked(shared) * tracked(shared));
  CHECK(tape.ops() == Names{"leaf", "mul", "sum"});
  const Gradients<double> gradients = tape.gradients(y);
  REQUIRE(gradients.find(shared.identity) != nullptr);
  CHECK(gradients.find(shared.identity)->to_vector() == std::vector<double>{6, 8});
}

TEST_CASE("one layer used in two places gets the sum of both gradients") {
  Rng rng(4);
  const Linear<double> layer(3, 3, rng);
  const Tensor<double> x = normal<double>({5, 3}, rng);
  // The same function with two layers that hold the same numbers.
  const Linear<double> a = layer, b = layer;
  Tape<double> tape;
  const Var<double> shared = sum(layer(tanh(layer(x)))), apart = sum(b(tanh(a(x))));
  const Gradients<double> of_shared = tape.gradients(shared, Keep::yes);
  const Gradients<double> of_apart = tape.gradients(apart);
  REQUIRE(of_apart.find(a.weight.identity) != nullptr);
  REQUIRE(of_apart.find(b.weight.identity) != nullptr);
  const Tensor<double> expected =
      *of_apart.find(a.weight.identity) + *of_apart.find(b.weight.identity);
  REQUIRE(of_shared.find(layer.weight.identity) != nullptr);
  const std::vector<double> received = of_shared.find(layer.weight.identity)->to_vector();
  for (std::size_t i = 0; i < received.size(); ++i)
    CHECK(received[i] == doctest::Approx(expected.to_vector()[i]).epsilon(1e-14));
}

TEST_CASE("tracked() is a leaf on the active tape and a constant without one") {
  const Parameter<double> parameter(Tensor<double>::vector({1, 2}));
  CHECK_FALSE(tracked(parameter).tracked());
  CHECK(tracked(parameter).value().data() == parameter.value.data());
  Tape<double> tape;
  CHECK(tracked(parameter).tracked());
  {
    const Recording<double> paused(nullptr);
    CHECK_FALSE(tracked(parameter).tracked());
  }
  CHECK(tracked(parameter).tracked());
  CHECK(tape.ops() == Names{"leaf"});
}
