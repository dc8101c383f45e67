// The test of the test: gradcheck must find wrong rules, say where they are, and pass right ones.
#include "autograd/gradcheck.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "tensor/rng.h"
#include "tests/autograd/wrong_rules.h"
#include "tests/support.h"

using namespace gradus;
using test::check_says;
using test::error_of;

namespace {

using V = Var<double>;
using X = Tensor<double>;
using Vars = std::vector<V>;
using Rule = std::function<V(const V& g)>;

/// An op with these values and these rules, right or wrong.
V op(const X& value, const Vars& inputs, const std::vector<Rule>& rules) {
  V y = output("op", value, Where{}, inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) vjp(y, inputs[i], rules[i]);
  return y;
}

X random(const Shape& shape, std::uint64_t seed = 1) {
  Rng rng(seed);
  return 0.5 + uniform<double>(shape, rng);
}

void check_accepts(const CheckedFunction& f, const std::vector<X>& inputs, int order = 1) {
  const GradcheckReport report = gradcheck("right", f, inputs, {.order = order});
  CHECK_MESSAGE(report.passed, report.text);
  CHECK(report.worst < 1e-8);
}

}  // namespace

TEST_CASE("gradcheck rejects wrong rules, names their family, and accepts the right ones") {
  const std::vector<test::WrongRule> rules = test::wrong_rules();
  CHECK(rules.size() >= 40);
  for (const test::WrongRule& rule : rules) {
    CAPTURE(rule.name);
    const GradcheckReport right = gradcheck("right", rule.right, rule.inputs, {.order = 2});
    CHECK_MESSAGE(right.passed, right.text);
    CHECK(right.worst < 1e-7);
    CHECK(right.advice == "");
    CHECK(right.hint == "");

    if (rule.order == 2) CHECK(gradcheck("wrong", rule.wrong, rule.inputs));
    const GradcheckReport wrong =
        gradcheck("wrong", rule.wrong, rule.inputs, {.order = rule.order});
    CHECK_FALSE(wrong.passed);
    CHECK(wrong.worst > 1e-6);
    CHECK(wrong.advice == "");
    check_says(wrong.text, {fmt::format("gradcheck of wrong, order {}: ", rule.order), "expected"});
    if (rule.hint.empty()) {
      CHECK(wrong.hint == "");
    } else {
      check_says(wrong.hint, {rule.hint});
      check_says(wrong.text, {"hint", rule.hint});
    }
  }
}

TEST_CASE("gradcheck rejects a gradient of another shape, naming the op") {
  const CheckedFunction f = [](const Vars& v) {
    return op(sum(v[0].value(), 1), v, {[](const V& g) { return g; }});  // [2] for [2, 3]
  };
  check_says(error_of<ShapeError>([&] {
               gradcheck("wrong", f, {random({2, 3})});
             }),
             {"op: its rule returned a gradient of shape [2]", "[2, 3]"});
}

TEST_CASE("an error can cancel in a plain sum, which is why gradcheck weights the output") {
  // The gradient of the sum of log_softmax is 0 for each row, whatever multiple of it a rule gives.
  const CheckedFunction f = [](const Vars& v) {
    const V y = log_softmax(V(v[0].value()));
    return op(y.value(), v, {[=](const V& g) {
                return g - exp(y) * sum(g, -1, Dims::keep) + 0.3 * (g - mean(g, -1, Dims::keep));
              }});
  };
  Tape<double> tape;
  const V x = tape.watch(random({4}));
  const X wrong = tape.gradients(sum(f({x})), Keep::yes)[x].value();
  const X right = tape.gradients(sum(log_softmax(x)))[x].value();
  CHECK(max(abs(wrong - right)).item() < 1e-12);
  CHECK_FALSE(gradcheck(f, {random({4})}));
}

TEST_CASE("gradcheck reports op, order, argument, index, expected and received, worst first") {
  const CheckedFunction f = [](const Vars& v) {
    X wrong = X::zeros({2, 3});
    wrong.write()[1] = 1;
    wrong.write()[5] = 100;
    return op(v[1].value(), v,
              {[](const V& g) { return g * 0.0; }, [=](const V& g) { return g + V(wrong); }});
  };
  const GradcheckReport report =
      gradcheck("my_op", f, {random({2}).slice(0, 0, 1), random({2, 3})});
  CHECK_FALSE(report.passed);
  check_says(report.text, {"gradcheck of my_op, order 1: 2 of 7 entries differ by more than 1e-06",
                           "argument  shape   entries  wrong\n", "0  [1]           1      0\n",
                           "1  [2, 3]        6      2\n", "expected", "received", "error\n"});
  CHECK(report.text.find("[1, 2]") < report.text.find("[0, 1]"));
  CHECK(report.worst > 0.9);

  // Expected is the difference quotient: here the weight of that entry; received is 100 more.
  std::istringstream line(report.text.substr(report.text.find("[1, 2]") + 6));
  double expected = 0, received = 0;
  line >> expected >> received;
  CHECK(received - expected == doctest::Approx(100));
}

TEST_CASE("gradcheck needs no name, and shows no more than the five worst entries") {
  const CheckedFunction f = [](const Vars& v) {
    return op(v[0].value(), v, {[](const V& g) { return 2 * g; }});
  };
  const GradcheckReport report = gradcheck(f, {random({100})});
  check_says(report.text, {"gradcheck of f, order 1: 100 of 100 entries"});
  CHECK(std::count(report.text.begin(), report.text.end(), '\n') == 1 + 2 + 1 + 1 + 5 + 1);
}

TEST_CASE("gradcheck says how good it was when it passes") {
  const GradcheckReport report =
      gradcheck("exp", [](const Vars& v) { return exp(v[0]); }, {random({4})});
  CHECK(report);
  CHECK(report.worst < 1e-9);
  check_says(report.text, {"gradcheck of exp, order 1: 4 entries, worst error"});
}

TEST_CASE("gradcheck passes functions that do not depend on their arguments") {
  const CheckedFunction constant = [](const Vars&) { return V(X::ones({2})); };
  const CheckedFunction first_only = [](const Vars& v) { return exp(v[0]); };
  for (const int order : {1, 2}) {
    check_accepts(constant, {random({3})}, order);
    check_accepts(first_only, {random({3}), random({2})}, order);
  }
}

TEST_CASE("gradcheck passes where there is nothing to check, and says so") {
  for (const int order : {1, 2}) {
    check_accepts([](const Vars& v) { return exp(v[0]); }, {X::zeros({2, 0})}, order);
    check_says(gradcheck([](const Vars& v) { return exp(v[0]); }, {X::zeros({2, 0})}).text,
               {"0 entries", "advice: nothing was checked"});
    check_says(gradcheck([](const Vars& v) { return slice(v[0], 0, 0, 0); }, {random({2})}).advice,
               {"nothing was checked"});
  }
}

TEST_CASE("gradcheck of order 2 says so when the gradients themselves are wrong") {
  const CheckedFunction f = [](const Vars& v) {
    return op(v[0].value(), v, {[](const V& g) { return -g; }});
  };
  const GradcheckReport report = gradcheck(f, {random({3})}, {.order = 2});
  CHECK_FALSE(report);
  check_says(report.text, {"order 1", "hint, argument 0: the sign"});
}

TEST_CASE("gradcheck of order 2 looks at the cotangent, too") {
  const CheckedFunction blind = [](const Vars& v) {
    return op(exp(v[0].value()), v, {[x = v[0]](const V& g) { return g.value() * exp(x); }});
  };
  check_says(gradcheck(blind, {random({3})}, {.order = 2}).text,
             {"cotangent  [3]          3      3\n"});
}

// Advice: the check does not suit the function or the inputs.

TEST_CASE("gradcheck advises against kinks, at the input or within reach of a step") {
  const auto advice = [](const CheckedFunction& f, double x) {
    const GradcheckReport report = gradcheck(f, {X::vector({0.7, x})});
    CHECK_FALSE(report);
    CHECK(report.hint == "");
    check_says(report.text, {"advice: the check may not suit f. " + report.advice});
    return report.advice;
  };
  const CheckedFunction rectify = [](const Vars& v) { return relu(v[0]); };
  const CheckedFunction size = [](const Vars& v) { return square(v[0]) + abs(v[0]); };
  const CheckedFunction step = [](const Vars& v) { return v[0] + sign(v[0].value()); };
  for (const double x : {1e-9, 2e-4, -1e-3 / 3, 5e-4, -1e-3, 1.5e-3})
    for (const CheckedFunction& f : {rectify, size})
      check_says(advice(f, x), {"left and right", "slopes differ", "kink", "0.002"});
  check_says(advice(rectify, 0), {"kink"});
  check_says(advice(step, 0.0005), {"kink or a jump"});
  CHECK(gradcheck(rectify, {X::vector({0.7, 0.0021})}));  // two steps away
  CHECK(gradcheck(rectify, {X::vector({0.7, 2e-4})}, {.step = 1e-5}));
}

TEST_CASE("gradcheck advises against noise that is not fixed") {
  Rng rng(5);
  const GradcheckReport report =
      gradcheck([&](const Vars& v) { return v[0] + V(normal<double>({3}, rng)); }, {random({3})});
  CHECK_FALSE(report);
  check_says(report.advice, {"other values", "draw random numbers beforehand"});
  const X noise = normal<double>({3}, rng);
  CHECK(gradcheck([&](const Vars& v) { return v[0] + V(noise); }, {random({3})}).advice == "");
}

TEST_CASE("gradcheck advises against values computed in float") {
  const CheckedFunction f = [](const Vars& v) {  // right rule, value by way of float
    std::vector<float> rounded;
    for (const double x : v[0].value().to_vector()) rounded.push_back(static_cast<float>(x));
    const Tensor<float> y = exp(Tensor<float>::from(v[0].shape(), rounded));
    const std::vector<float> ys = y.to_vector();
    const X value = X::from(v[0].shape(), {ys.begin(), ys.end()});
    return op(value, v, {[value](const V& g) { return g * V(value); }});
  };
  const GradcheckReport report = gradcheck(f, {random({4})});
  CHECK_FALSE(report);
  check_says(report.advice, {"noise of", "float"});
}

TEST_CASE("gradcheck advises against inputs where the function is not finite") {
  const double infinity = std::numeric_limits<double>::infinity();
  const CheckedFunction f = [](const Vars& v) { return log(v[0]); };
  check_says(gradcheck(f, {X::vector({1, 0})}).advice, {"NaN or infinite", "where f is defined"});
  check_says(gradcheck(f, {X::vector({1, infinity})}).advice, {"NaN or infinite"});
}

TEST_CASE("gradcheck is for any op a user writes, of any number type") {
  const auto cube = []<class T>(const Var<T>& x) {
    Var<T> y = output("op", x.value() * x.value() * x.value(), Where{}, x);
    vjp(y, x, [x](const Var<T>& g) { return T(3) * g * x * x; });
    return y;
  };
  const GradcheckReport report =
      gradcheck([&](const auto& v) { return cube(v[0]); }, {random({2, 2})}, {.order = 2});
  CHECK_MESSAGE(report.passed, report.text);
}

TEST_CASE("gradcheck checks views at the values they show") {
  const X x = random({3, 2});
  for (const int order : {1, 2})
    check_accepts([](const Vars& v) { return tanh(v[0]) * v[1]; },
                  {x.transpose(), random({1}).broadcast_to({2, 3})}, order);
}

TEST_CASE("gradcheck leaves its arguments alone") {
  const X x = random({3});
  const std::vector<double> before = x.to_vector();
  gradcheck("exp", [](const Vars& v) { return exp(v[0]); }, {x}, {.order = 2});
  CHECK(x.to_vector() == before);
}

TEST_CASE("gradcheck of another order is an error") {
  for (const int order : {0, 3})
    check_says(error_of<UsageError>([&] {
                 gradcheck("f", [](const Vars& v) { return v[0]; }, {random({1})},
                           {.order = order});
               }),
               {"order " + std::to_string(order), "1 and 2"});
}

TEST_CASE("gradcheck takes NaN for an error, in the gradient and in the value") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const CheckedFunction rule = [=](const Vars& v) {
    return op(v[0].value(), v, {[=](const V& g) { return g * V(X::vector({1, nan, 1})); }});
  };
  const CheckedFunction value = [=](const Vars& v) { return v[0] * V(X::vector({1, 1, nan})); };
  const GradcheckReport of_rule = gradcheck("rule", rule, {random({3})});
  const GradcheckReport of_value = gradcheck("value", value, {random({3})});
  CHECK_FALSE(of_rule);
  CHECK_FALSE(of_value);
  CHECK(std::isnan(of_rule.worst));
  check_says(of_rule.text, {"1 of 3 entries", "0  [1]", "  nan", "hint, argument 0: NaN"});
}

TEST_CASE("gradcheck keeps to the given tolerance") {
  const CheckedFunction f = [](const Vars& v) {
    return op(v[0].value(), v, {[](const V& g) { return g * 1.001; }});
  };
  CHECK_FALSE(gradcheck("f", f, {random({3})}));
  CHECK(gradcheck("f", f, {random({3})}, {.tolerance = 1e-2}));
}

TEST_CASE("gradcheck leaves an active tape as it found it") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  const V y = x * x;
  const std::size_t rules = tape.rules();
  for (const int order : {1, 2})
    check_accepts([](const Vars& v) { return exp(v[0]); }, {random({2})}, order);
  CHECK(tape.rules() == rules);
  CHECK(Tape<double>::active() == &tape);
  CHECK(tape.gradients(y)[x].item() == 4);
}
