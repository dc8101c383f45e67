#include "nn/optim.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "nn/updates.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tensor/rng.h"
#include "tests/catalogue.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

/// Three parameters whose sizes fill registers partly, and more than one piece of work.
template <class T>
struct Uneven {
  Parameter<T> a{Tensor<T>::full({1}, T(0.5))};
  Parameter<T> b{Tensor<T>::linspace(T(-1), T(1), 7)};
  Parameter<T> c{Tensor<T>::linspace(T(2), T(-2), 33).reshape({3, 11})};
  void visit(auto&& f) {
    f("a", a);
    f("b", b);
    f("c", c);
  }
};

/// A gradient of about 1 for entry i in step t. Both signs, and no two alike.
double slope(std::size_t i, int t) {
  return std::cos(3.0 * static_cast<double>(i) + t) * (1 + t) / 2;
}

/// Gradients such that every entry i of every parameter has slope(i, t): those of sum(p * slope).
template <class T>
Gradients<T> gradients_of(const Model auto& model, int t) {
  Tape<T> tape;
  Var<T> total(T(0));
  for_each_parameter(model, [&](const std::string&, const Parameter<T>& p) {
    Tensor<T> factors = Tensor<T>::zeros(p.value.shape());
    T* const f = factors.write();
    for (Size i = 0; i < factors.numel(); ++i)
      f[i] = static_cast<T>(slope(static_cast<std::size_t>(i), t));
    total = total + sum(tracked(p) * factors);
  });
  return tape.gradients(total);
}

template <class T>
std::vector<std::vector<T>> values_of(const Model auto& model) {
  std::vector<std::vector<T>> values;
  for_each_parameter(model, [&](const std::string&, const Parameter<T>& p) {
    values.push_back(p.value.to_vector());
  });
  return values;
}

constexpr int steps = 5;

/// A number and what an optimiser remembers about it.
struct Scalar {
  double x, m = 0, s = 0;
};
/// One step, as the paper has it, of one number: gradient g, step t = 1, 2...
using Formula = std::function<void(Scalar&, double g, int t)>;

/// Five steps of the optimiser against five steps of the formula, number by number.
template <class T, class Optimizer>
void check_against(Optimizer optimizer, const Formula& formula) {
  Uneven<T> model;
  std::vector<std::vector<Scalar>> expected;
  for (const auto& values : values_of<T>(model)) {
    expected.emplace_back();
    for (const T v : values) expected.back().push_back({static_cast<double>(v)});
  }
  // Rounding adds up over the steps, in T as long as the model is.
  const double epsilon = static_cast<double>(std::numeric_limits<T>::epsilon()) * 10;
  for (int t = 1; t <= steps; ++t) {
    optimizer.step(model, gradients_of<T>(model, t));
    const auto received = values_of<T>(model);
    for (std::size_t p = 0; p < expected.size(); ++p)
      for (std::size_t i = 0; i < expected[p].size(); ++i) {
        formula(expected[p][i], static_cast<double>(static_cast<T>(slope(i, t))), t);
        CAPTURE(t);
        CAPTURE(p);
        CAPTURE(i);
        const double x = expected[p][i].x;
        CHECK(std::abs(static_cast<double>(received[p][i]) - x) <=
              epsilon * std::max(1.0, std::abs(x)));
      }
  }
  CHECK(optimizer.state.steps == steps);
}

// The formulas, each from its paper, on one number. `lr` and the like are those of the tests below.
constexpr double lr = 0.1, momentum = 0.9, decay = 0.9, beta1 = 0.8, beta2 = 0.95, epsilon = 1e-3,
                 weight_decay = 0.2;

void descent(Scalar& p, double g, int) { p.x -= lr * g; }
void polyak(Scalar& p, double g, int) {
  p.m = momentum * p.m + g;
  p.x -= lr * p.m;
}
/// Sutskever et al. 2013, eq. 3 and 4: v' = mu v - lr grad f(theta + mu v), theta' = theta + v'.
/// Optimisers keep phi = theta + mu v instead, where the gradient is taken. Here p.x is phi and p.m
/// is their v.
void nesterov(Scalar& p, double g, int) {
  const double theta = p.x - momentum * p.m;
  p.m = momentum * p.m - lr * g;
  p.x = theta + p.m + momentum * p.m;
}
void rms_prop(Scalar& p, double g, int) {
  p.s = decay * p.s + (1 - decay) * g * g;
  p.x -= lr * g / (std::sqrt(p.s) + epsilon);
}
/// Kingma, Ba 2015, algorithm 1.
void adam(Scalar& p, double g, int t) {
  p.m = beta1 * p.m + (1 - beta1) * g;
  p.s = beta2 * p.s + (1 - beta2) * g * g;
  const double m_hat = p.m / (1 - std::pow(beta1, t)), s_hat = p.s / (1 - std::pow(beta2, t));
  p.x -= lr * m_hat / (std::sqrt(s_hat) + epsilon);
}
/// Loshchilov, Hutter 2019, algorithm 2, with their alpha as lr and their lambda as lr
/// weight_decay.
void adam_w(Scalar& p, double g, int t) {
  const double before = p.x;
  adam(p, g, t);
  p.x -= lr * weight_decay * before;
}

const SgdOptions with_momentum{.lr = lr, .momentum = momentum};
const SgdOptions with_nesterov{.lr = lr, .momentum = momentum, .nesterov = true};
const RmsPropOptions rms_prop_options{.lr = lr, .decay = decay, .epsilon = epsilon};
const AdamOptions adam_options{.lr = lr, .beta1 = beta1, .beta2 = beta2, .epsilon = epsilon};
const AdamWOptions adam_w_options{
    .lr = lr, .beta1 = beta1, .beta2 = beta2, .epsilon = epsilon, .weight_decay = weight_decay};

/// One parameter with these numbers.
struct Parameters {
  Parameter<double> p;
  explicit Parameters(const Tensor<double>& x) : p(x) {}
  void visit(auto&& f) { f("p", p); }
};

/// The catalogue of optimisers: calls f(name, optimizer, its formula) for each line.
template <class T, class F>
void for_each_line(const F& f) {
  f("Sgd", Sgd<T>{{.lr = lr}}, descent);
  f("Sgd", Sgd<T>{with_momentum}, polyak);
  f("Sgd", Sgd<T>{with_nesterov}, nesterov);
  f("RmsProp", RmsProp<T>{rms_prop_options}, rms_prop);
  f("Adam", Adam<T>{adam_options}, adam);
  f("AdamW", AdamW<T>{adam_w_options}, adam_w);
}
/// Calls f(optimizer) for each line.
template <class T, class F>
void for_each_optimizer(const F& f) {
  for_each_line<T>([&](const char*, const auto& optimizer, const Formula&) { f(optimizer); });
}

/// Where the numbers get to in some steps if entry i has the gradient g(i, t) in step t.
template <class Optimizer>
std::vector<double> walk(Optimizer optimizer, const std::vector<double>& start,
                         const std::function<double(std::size_t, int)>& g) {
  Parameters model{Tensor<double>::from({static_cast<Size>(start.size())}, start)};
  for (int t = 1; t <= steps; ++t) {
    Tensor<double> cotangent = Tensor<double>::zeros(model.p.value.shape());
    for (std::size_t i = 0; i < start.size(); ++i) cotangent.write()[i] = g(i, t);
    Tape<double> tape;
    optimizer.step(model, tape.gradients(tracked(model.p), cotangent));
  }
  return model.p.value.to_vector();
}

void check_same(const std::vector<double>& received, const std::vector<double>& expected) {
  REQUIRE(received.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(received[i] == doctest::Approx(expected[i]).epsilon(1e-12));
}

/// Runs f with every instruction set of this machine, and puts the chosen one back.
template <class F>
void with_each_isa(const F& f) {
  const Isa before = isa();
  for (const Isa each : available_isas()) {
    CAPTURE(std::string(name(each)));
    set_isa(each);
    f();
  }
  set_isa(before);
}

/// One parameter of n numbers.
template <class T>
struct Single {
  Parameter<T> p;
  explicit Single(Size n) : p(Tensor<T>::linspace(T(-1), T(1), n)) {}
  void visit(auto&& f) { f("p", p); }
};

}  // namespace

TEST_CASE_TEMPLATE("five steps are those of the papers, with every instruction set", T, float,
                   double) {
  with_each_isa([] {
    for_each_line<T>([](const char* name, const auto& optimizer, const Formula& formula) {
      CAPTURE(std::string(name));
      check_against<T>(optimizer, formula);
    });
  });
}

TEST_CASE_TEMPLATE("every kernel of every instruction set takes the baseline's steps", T, float,
                   double) {
  // sgd, rms_prop and adam: a fourth kernel needs an optimiser in for_each_optimizer.
  static_assert(sizeof(Updates<T>) == 3 * sizeof(void*));
  for_each_optimizer<T>([](const auto& fresh) {
    std::vector<T> baseline;
    with_each_isa([&] {
      auto optimizer = fresh;
      Single<T> model(131);
      for (int t = 1; t <= steps; ++t) optimizer.step(model, gradients_of<T>(model, t));
      const std::vector<T> received = model.p.value.to_vector();
      if (baseline.empty()) baseline = received;
      for (std::size_t i = 0; i < received.size(); ++i) {
        const T allowed =
            10 * std::numeric_limits<T>::epsilon() * std::max(T(1), std::abs(baseline[i]));
        CHECK(std::abs(received[i] - baseline[i]) <= allowed);
      }
    });
  });
}

TEST_CASE("five steps are those of PyTorch 1.13") {
  // x = torch.tensor([math.sin(i) for i in range(7)], dtype=torch.float64, requires_grad=True)
  // for t in range(1, 6):
  //   x.grad = torch.tensor([math.cos(3 * i + t) * (1 + t) / 2 for i in range(7)], dtype=x.dtype)
  //   optimizer.step()
  const auto check = [](auto optimizer, const std::vector<double>& expected) {
    Single<double> model(7);
    double* const x = model.p.value.write();
    for (int i = 0; i < 7; ++i) x[i] = std::sin(i);
    for (int t = 1; t <= steps; ++t) optimizer.step(model, gradients_of<double>(model, t));
    for (std::size_t i = 0; i < 7; ++i)
      CHECK(model.p.value.to_vector()[i] == doctest::Approx(expected[i]).epsilon(1e-13));
  };
  // SGD([x], lr=0.1), then with momentum=0.9, then with nesterov=True
  check(Sgd<double>{{.lr = lr}},
        {0.284702543792282, 0.527426408301458, 1.24639843171228, -0.212290346302093,
         -0.394156302116033, -1.32354794066256, 0.0798876954539307});
  check(Sgd<double>{with_momentum},
        {0.755368145785471, 0.127951589581565, 1.56668697594612, -0.446982038659375,
         -0.249758817453541, -1.37476110099297, 0.0368914997000384});
  check(Sgd<double>{with_nesterov},
        {0.964533874999205, -0.11474104740224, 1.83804902592067, -0.74158218834941,
         0.062183007952915, -1.69780108435941, 0.364563993562999});
  // RMSprop([x], lr=0.01, alpha=0.9, eps=1e-3)
  check(RmsProp<double>{{.lr = 0.01, .decay = 0.9, .epsilon = 1e-3}},
        {0.0319284019290558, 0.80882992809216, 0.939922092267032, 0.113846888721482,
         -0.732903213197695, -0.97961677043587, -0.262268021584488});
  // Adam([x], lr=0.1, betas=(0.8, 0.95), eps=1e-3)
  check(Adam<double>{adam_options},
        {0.112317824401253, 0.75749057371639, 0.959701485394373, 0.124040114114221,
         -0.770389402589734, -0.9162827967962, -0.35127425797136});
  // AdamW([x], lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.2)
  check(AdamW<double>{adam_w_options},
        {0.114610671601033, 0.672351583421232, 0.878752820627109, 0.102154557407854,
         -0.687791624780919, -0.835316625522103, -0.312129606554738});
}

TEST_CASE("every optimiser of optim.h is in the catalogue, or tested below") {
  std::set<std::string> names;
  for_each_line<float>([&](const char* name, const auto&, const Formula&) { names.insert(name); });
  catalogue::check_complete("nn/optim.h", names,
                            {"OptimizerState", "SgdOptions", "RmsPropOptions", "AdamOptions",
                             "AdamWOptions", "step_all", "gradient_norm", "clip_by_norm"});
}

TEST_CASE("what no optimiser may depend on: signs, the order of numbers, the origin") {
  const std::vector<double> start = {0.5, -1, 2, 0.1, -0.3, 1.5, 0.7};
  const std::size_t last = start.size() - 1;
  std::vector<double> mirrored = start, moved = start;
  for (double& x : mirrored) x = -x;
  for (double& x : moved) x += 3;
  for_each_line<double>([&](const std::string& name, const auto& optimizer, const Formula&) {
    CAPTURE(name);
    const std::vector<double> end = walk(optimizer, start, slope);
    std::vector<double> expected = end;
    for (double& x : expected) x = -x;
    check_same(walk(optimizer, mirrored, [](std::size_t i, int t) { return -slope(i, t); }),
               expected);
    check_same(walk(optimizer, {start.rbegin(), start.rend()},
                    [=](std::size_t i, int t) { return slope(last - i, t); }),
               {end.rbegin(), end.rend()});
    if (name == "AdamW") return;  // its weights decay towards the origin
    expected = end;
    for (double& x : expected) x += 3;
    check_same(walk(optimizer, moved, slope), expected);
  });
}

TEST_CASE("gradients 8 times as large: Sgd goes 8 times as far, the others as far") {
  const std::vector<double> start = {0.5, -1, 2, 0.1, -0.3, 1.5, 0.7};
  const auto larger = [](std::size_t i, int t) { return 8 * slope(i, t); };
  for (const SgdOptions& options : {SgdOptions{.lr = lr}, with_momentum, with_nesterov}) {
    std::vector<double> expected = walk(Sgd<double>{options}, start, slope);
    for (std::size_t i = 0; i < start.size(); ++i)
      expected[i] = start[i] + 8 * (expected[i] - start[i]);
    check_same(walk(Sgd<double>{options}, start, larger), expected);
  }
  const auto check = [&](auto optimizer) {
    optimizer.options.epsilon = 0;  // all that knows the size of a gradient
    check_same(walk(optimizer, start, larger), walk(optimizer, start, slope));
  };
  check(RmsProp<double>{rms_prop_options});
  check(Adam<double>{adam_options});
  check(AdamW<double>{adam_w_options});
}

TEST_CASE("AdamW decays weights unless told otherwise, Adam does not") {
  CHECK(Adam<float>{}.options.weight_decay == 0);
  CHECK(AdamW<float>{}.options.weight_decay == 1e-2);
  const AdamW adam_w{{.lr = 0.5}};
  CHECK(adam_w.options.lr == 0.5);
  CHECK(adam_w.options.weight_decay == 1e-2);
}

TEST_CASE_TEMPLATE("one thread and several give the same bits, with every instruction set", T,
                   float, double) {
  const int before = threads();
  with_each_isa([] {
    for_each_optimizer<T>([](const auto& fresh) {
      std::vector<std::vector<T>> results;
      for (const int n : {1, 2, 3}) {
        set_threads(n);
        auto optimizer = fresh;
        Single<T> model(50001);  // several pieces, the last one short
        for (int t = 1; t <= 2; ++t) optimizer.step(model, gradients_of<T>(model, t));
        results.push_back(model.p.value.to_vector());
      }
      CHECK(results[0] == results[1]);
      CHECK(results[0] == results[2]);
    });
  });
  set_threads(before);
}

TEST_CASE("every number of a parameter of many pieces takes its step") {
  Single<double> model(50001);
  const std::vector<double> before = model.p.value.to_vector();
  Sgd<double>{{.lr = lr}}.step(model, gradients_of<double>(model, 1));
  const std::vector<double> after = model.p.value.to_vector();
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < after.size(); ++i)
    if (std::abs(after[i] - (before[i] - lr * slope(i, 1))) > 1e-14) ++wrong;
  CHECK(wrong == 0);
}

TEST_CASE("a step is in place when nobody else sees the parameter") {
  for_each_optimizer<float>([](auto optimizer) {
    Uneven<float> model;
    for (int t = 1; t <= 3; ++t) {
      const Gradients<float> gradients = gradients_of<float>(model, t);
      const float* const before = model.c.value.data();
      optimizer.step(model, gradients);
      CHECK(model.c.value.data() == before);
    }
    // ... and so are the averages, from the second step on.
    for (const auto& [path, averages] : optimizer.state.averages) {
      const float *const first = averages.first.data(), *const second = averages.second.data();
      optimizer.step(model, gradients_of<float>(model, 4));
      CHECK(optimizer.state.averages.at(path).first.data() == first);
      CHECK(optimizer.state.averages.at(path).second.data() == second);
    }
  });
}

TEST_CASE("a step leaves every other holder of the parameter with the old values") {
  for_each_optimizer<float>([](auto optimizer) {
    Uneven<float> model;
    const Uneven<float> copy = model;
    const Tensor<float> view = model.c.value.transpose();
    const auto before = values_of<float>(model);
    const std::vector<float> seen = view.to_vector();
    const float* const data = model.c.value.data();
    optimizer.step(model, gradients_of<float>(model, 1));
    CHECK(model.c.value.data() != data);
    CHECK(values_of<float>(model) != before);
    CHECK(values_of<float>(copy) == before);
    CHECK(view.to_vector() == seen);
  });
}

TEST_CASE("a copied optimiser goes on by itself") {
  Uneven<double> model;
  Adam<double> first{adam_options};
  first.step(model, gradients_of<double>(model, 1));
  Adam<double> second = first;
  const std::vector<double> before = first.state.averages.at("c").first.to_vector();
  second.step(model, gradients_of<double>(model, 2));
  CHECK(first.state.averages.at("c").first.to_vector() == before);
  CHECK(first.state.steps == 1);
}

TEST_CASE("a parameter without a gradient is left alone, by weight decay and momentum as well") {
  for_each_optimizer<double>([](auto optimizer) {
    Uneven<double> model;
    optimizer.step(model, gradients_of<double>(model, 1));
    const auto before = values_of<double>(model);
    const auto averages = optimizer.state.averages;
    Tape<double> tape;
    const Var<double> y = sum(tracked(model.b) * 2.0) + 0.0 * sum(Var<double>(model.a.value));
    tracked(model.c);  // met by the tape, but not part of y
    optimizer.step(model, tape.gradients(y));
    const auto after = values_of<double>(model);
    CHECK(after[0] == before[0]);
    CHECK(after[1] != before[1]);
    CHECK(after[2] == before[2]);
    for (const auto& [path, average] : averages)
      if (path != "b") {
        const auto& now = optimizer.state.averages.at(path);
        CHECK(now.first.to_vector() == average.first.to_vector());
        CHECK(now.second.to_vector() == average.second.to_vector());
      }
  });
}

TEST_CASE("parameters of one path but another shape than the averages are refused") {
  Single<double> small(3), large(4);
  Adam<double> optimizer;
  optimizer.step(small, gradients_of<double>(small, 1));
  const auto message =
      error_of<Error>([&] { optimizer.step(large, gradients_of<double>(large, 1)); });
  check_says(message, {"[3]", "parameter p [4]", "another model"});
}

TEST_CASE("gradients that are views are read as one sees them") {
  Single<double> model(6);
  model.p.value = Tensor<double>::zeros({2, 3});
  const Tensor<double> g = Tensor<double>::arange(6).reshape({3, 2}).transpose();
  Tape<double> tape;
  const Gradients<double> gradients = tape.gradients(tracked(model.p), g);
  Sgd<double>{{.lr = 1}}.step(model, gradients);
  CHECK(model.p.value.to_vector() == std::vector<double>{0, -2, -4, -1, -3, -5});
  // The gradient of a sum is one number, repeated.
  Tape<double> second;
  const Gradients<double> ones = second.gradients(sum(tracked(model.p)));
  Sgd<double>{{.lr = 1}}.step(model, ones);
  CHECK(model.p.value.to_vector() == std::vector<double>{-1, -3, -5, -2, -4, -6});
}

namespace {
struct One {
  Parameter<float> x{Tensor<float>::from({2}, {1, 1})};
  void visit(auto&& f) { f("x", x); }
};
}  // namespace

TEST_CASE("a gradient whose square is no float still has a length, and still moves a parameter") {
  const float large = 1e25f;
  const auto gradients_of = [&](const One& model) {
    Tape tape;
    return tape.gradients(sum(tracked(model.x) * Var<float>(large)));
  };
  const auto check = [&](auto optimizer) {
    One model;
    CHECK(gradient_norm(model, gradients_of(model)) == doctest::Approx(large * std::sqrt(2.0)));
    for (int step = 0; step < 3; ++step) optimizer.step(model, gradients_of(model));
    CHECK(all_finite(optimizer.state.averages.at("x").second));
    CHECK(model.x.value.to_vector()[0] < 1);
    CHECK(model.x.value.to_vector()[0] > 0.9);
  };
  check(Adam<float>({.lr = 1e-3}));
  check(RmsProp<float>({.lr = 1e-3}));
}

TEST_CASE_TEMPLATE("averages to which nothing is added end at zero, and are never subnormal", T,
                   float, double) {
  with_each_isa([] {
    const auto check = [](auto optimizer) {
      Single<T> model(19);  // a whole register and a part, with every instruction set
      // Of all the averages that the optimiser has: how many are zero, how many subnormal.
      Size zeros = 0, subnormal = 0, all = 0;
      const auto step = [&](T slope) {
        Tape<T> tape;
        optimizer.step(model, tape.gradients(sum(tracked(model.p) * Var<T>(slope))));
        zeros = subnormal = all = 0;
        const auto& [first, second] = optimizer.state.averages.at("p");
        for (const Tensor<T>& average : {first, second})
          for (const T v : average.to_vector()) {
            zeros += v == 0;
            subnormal += std::fpclassify(v) == FP_SUBNORMAL;
            ++all;
          }
      };
      step(T(1e-12));
      CHECK(zeros == 0);  // so small a gradient counts
      CHECK(all >= 19);
      for (int i = 0; i < 2000 && zeros < all; ++i) {
        step(0);
        REQUIRE(subnormal == 0);
      }
      CHECK(zeros == all);
    };
    check(Sgd<T>({.lr = 1e-3, .momentum = 0.5}));
    check(Adam<T>({.lr = 1e-3, .beta1 = 0.5, .beta2 = 0.6}));
    check(RmsProp<T>({.lr = 1e-3, .decay = 0.6}));
  });
}

TEST_CASE_TEMPLATE("clip_by_norm returns the length before, and keeps the direction", T, float,
                   double) {
  const Uneven<T> model;
  Gradients<T> gradients = gradients_of<T>(model, 2);
  double squares = 0;
  for (const std::size_t n : {1u, 7u, 33u})
    for (std::size_t i = 0; i < n; ++i) squares += slope(i, 2) * slope(i, 2);
  const double norm = std::sqrt(squares);
  CHECK(gradient_norm(model, gradients) == doctest::Approx(norm).epsilon(1e-6));
  REQUIRE(gradients.find(model.c.identity) != nullptr);
  const std::vector<T> before = gradients.find(model.c.identity)->to_vector();

  CHECK(clip_by_norm(model, gradients, norm * 1.01) == doctest::Approx(norm).epsilon(1e-6));
  CHECK(gradients.find(model.c.identity)->to_vector() == before);  // short enough: untouched

  CHECK(clip_by_norm(model, gradients, 0.5) == doctest::Approx(norm).epsilon(1e-6));
  CHECK(gradient_norm(model, gradients) == doctest::Approx(0.5).epsilon(1e-6));
  const std::vector<T> after = gradients.find(model.c.identity)->to_vector();
  for (std::size_t i = 0; i < after.size(); ++i)
    CHECK(static_cast<double>(after[i]) ==
          doctest::Approx(static_cast<double>(before[i]) * 0.5 / norm).epsilon(1e-6));
}

TEST_CASE("clipping does not hide a NaN") {
  Single<double> model(3);
  Tape<double> tape;
  Gradients<double> gradients =
      tape.gradients(tracked(model.p), Tensor<double>::vector({1, std::nan(""), 1}));
  CHECK(std::isnan(clip_by_norm(model, gradients, 0.1)));
  CHECK(std::isnan(gradients.find(model.p.identity)->at({1})));
}

TEST_CASE_TEMPLATE("each optimiser finds the bottom of a bowl", T, float, double) {
  // sum a_i (x_i - i)^2 with slopes that differ tenfold
  const Tensor<T> target = Tensor<T>::arange(10), steepness = Tensor<T>::linspace(T(0.1), T(1), 10);
  const auto distance_after = [&](auto optimizer, int count) {
    Single<T> model(10);
    for (int t = 0; t < count; ++t) {
      optimizer.options.lr *= 0.99;
      Tape<T> tape;
      const Var<T> off = tracked(model.p) - Var<T>(target);
      optimizer.step(model, tape.gradients(sum(Var<T>(steepness) * off * off)));
    }
    return static_cast<double>(max(abs(model.p.value - target)).item());
  };
  CHECK(distance_after(Sgd<T>{{.lr = 0.5}}, 600) < 1e-3);
  CHECK(distance_after(Sgd<T>{{.lr = 0.2, .momentum = 0.9}}, 600) < 1e-3);
  CHECK(distance_after(Sgd<T>{{.lr = 0.2, .momentum = 0.9, .nesterov = true}}, 600) < 1e-3);
  CHECK(distance_after(RmsProp<T>{{.lr = 0.3}}, 600) < 1e-2);
  CHECK(distance_after(Adam<T>{{.lr = 0.3}}, 600) < 1e-2);
  CHECK(distance_after(AdamW<T>{{.lr = 0.3, .weight_decay = 1e-5}}, 600) < 1e-2);
}
