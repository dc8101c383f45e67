// What can be seen of a model in training.
#include "nn/inspect.h"

#include <doctest/doctest.h>

#include "autograd/show.h"
#include "nn/layers.h"
#include "nn/optim.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using test::check_says;

namespace {

/// Two layers and a parameter that the output may leave out.
struct Network {
  Parameter<double> first{Tensor<double>::vector({3, 4})};
  Parameter<double> second{Tensor<double>::matrix({{1, 2, 2}})};
  Parameter<double> idle{Tensor<double>(12.0)};
  void visit(auto&& f) {
    f("first", first);
    f("second", second);
    f("idle", idle);
  }
  /// d/d first = [1, 2], d/d second = 2 second, d/d idle is what it is multiplied with.
  Var<double> loss(const std::optional<double>& idle_factor) const {
    const Var<double> sum_of_all =
        sum(tracked(first) * Var(Tensor<double>::vector({1, 2}))) + sum(square(tracked(second)));
    return idle_factor ? sum_of_all + *idle_factor * tracked(idle) : sum_of_all;
  }
};

Gradients<double> gradients_of(const Network& network, const std::optional<double>& idle_factor) {
  Tape<double> tape;
  return tape.gradients(network.loss(idle_factor));
}

}  // namespace

TEST_CASE("summary: names, shapes, counts and norms in the order of the model") {
  const Network network;
  const std::vector<ParameterSummary> all = summary(network, gradients_of(network, {}));
  REQUIRE(all.size() == 3);
  CHECK(all[0].name == "first");
  CHECK(all[0].norm == doctest::Approx(5));
  CHECK(all[0].gradient_norm.value() == doctest::Approx(std::sqrt(5.0)));
  CHECK(all[1].name == "second");
  CHECK(all[1].shape == Shape{1, 3});
  CHECK(all[1].count == 3);
  CHECK(all[1].norm == doctest::Approx(3));
  CHECK(all[1].gradient_norm.value() == doctest::Approx(6));
  CHECK(all[2].name == "idle");
  CHECK(all[2].shape == Shape{});
  CHECK_FALSE(all[2].gradient_norm.has_value());

  CHECK(to_text(all) ==
        "parameter  shape   numbers   norm  gradient norm\n"
        "first      [2]           2      5          2.236\n"
        "second     [1, 3]        3      3              6\n"
        "idle       []            1     12\n"
        "all                      6  13.34          6.403\n");  // sqrt(178), sqrt(41)
  CHECK(to_text(summary(network)).find("gradient") == std::string::npos);
}

TEST_CASE("every_parameter_has_gradient names those that have none, and those of 0") {
  const Network network;
  const GradientReport all = every_parameter_has_gradient(network, gradients_of(network, 2.0));
  CHECK(all);
  CHECK(all.text() == "every parameter has a gradient");

  const GradientReport missing = every_parameter_has_gradient(network, gradients_of(network, {}));
  CHECK_FALSE(missing);
  CHECK(missing.missing == std::vector<std::string>{"idle"});
  CHECK(missing.zero.empty());
  check_says(missing.text(), {"no gradient", "does not depend on them: idle"});

  const GradientReport zero = every_parameter_has_gradient(network, gradients_of(network, 0.0));
  CHECK_FALSE(zero);
  CHECK(zero.missing.empty());
  check_says(zero.text(), {"0 throughout: idle"});
}

TEST_CASE("every_parameter_has_gradient finds the layer behind a detach, by its path") {
  Rng rng(1);
  Sequential model{Linear{3, 4, rng}, Tanh{}, Linear{4, 2, rng}};
  const Tensor<float> x = normal<float>({5, 3}, rng);
  const auto report = [&](bool cut) {
    Tape tape;
    const Var<float> h = model.layer<0>()(x);
    const Var<float> y = model.layer<2>()(cut ? detach(h) : h);
    return every_parameter_has_gradient(model, tape.gradients(sum(square(y))));
  };
  CHECK(report(false));
  CHECK(report(true).missing == std::vector<std::string>{"0.weight", "0.bias"});
}

TEST_CASE("update_ratios compare a step with what it changes") {
  Network network;
  const Network before = network;
  Sgd<double> sgd({.lr = 0.1});
  sgd.step(network, gradients_of(network, {}));
  const std::vector<UpdateRatio> ratios = update_ratios(before, network);
  REQUIRE(ratios.size() == 3);
  CHECK(ratios[0].name == "first");
  CHECK(ratios[0].update == doctest::Approx(0.1 * std::sqrt(5.0)));
  CHECK(ratios[0].weight == doctest::Approx(5));
  CHECK(ratios[1].ratio() == doctest::Approx(0.6 / 3));
  CHECK(ratios[2].ratio() == 0);
  CHECK(to_text(ratios) ==
        "parameter  update  weight    ratio\n"
        "first      0.2236       5  4.5e-02\n"
        "second        0.6       3  2.0e-01\n"
        "idle            0      12  0.0e+00\n");
}

TEST_CASE("parameter_names name the leaves of a tape that is shown") {
  const Network network;
  Tape<double> tape;
  network.loss({});
  check_says(wengert_list(tape, {.names = parameter_names(network)}),
             {"  =  leaf first ", "  =  leaf second ", "made at"});
}
