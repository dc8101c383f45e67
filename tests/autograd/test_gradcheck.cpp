// The test of the test: gradcheck must find wrong rules, say where they are, and pass right ones.
#include "autograd/gradcheck.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "tensor/rng.h"
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
  V y = output(test::made_up("op"), value, Where{}, inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) vjp(y, inputs[i], rules[i]);
  return y;
}

X random(const Shape& shape, std::uint64_t seed = 1) {
  Rng rng(seed);
  return 0.5 + uniform<double>(shape, rng);
}

void check_rejects(const CheckedFunction& f, const std::vector<X>& inputs, int order = 1) {
  const GradcheckReport report = gradcheck("wrong", f, inputs, {.order = order});
  CHECK_FALSE(report);
  CHECK(report.worst > 1e-6);
  check_says(report.text, {"gradcheck of wrong, order " + std::to_string(order), "expected"});
}

void check_accepts(const CheckedFunction& f, const std::vector<X>& inputs, int order = 1) {
  const GradcheckReport report = gradcheck("right", f, inputs, {.order = order});
  CHECK_MESSAGE(report.passed, report.text);
  CHECK(report.worst < 1e-8);
}

}  // namespace

// Each wrong rule stands beside the right one, which must pass.

TEST_CASE("gradcheck rejects a wrong sign") {
  const auto f = [](double sign) {
    return [=](const Vars& v) {
      return op(neg(v[0].value()), v, {[=](const V& g) { return sign * g; }});
    };
  };
  check_rejects(f(1), {random({3})});
  check_accepts(f(-1), {random({3})});
}

TEST_CASE("gradcheck rejects a lost factor of 2") {
  const auto f = [](double factor) {
    return [=](const Vars& v) {
      return op(v[0].value() * v[0].value(), v,
                {[=, x = v[0]](const V& g) { return factor * g * x; }});
    };
  };
  check_rejects(f(1), {random({3})});
  check_accepts(f(2), {random({3})});
}

TEST_CASE("gradcheck rejects a lost incoming gradient") {
  const auto f = [](bool lost) {
    return [=](const Vars& v) {
      const V y(exp(v[0].value()));
      return op(y.value(), v, {[=](const V& g) { return lost ? y * 1.0 : g * y; }});
    };
  };
  check_rejects(f(true), {random({3})});
  check_accepts(f(false), {random({3})});
}

TEST_CASE("gradcheck rejects a transposed gradient") {
  const auto f = [](bool transposed) {
    return [=](const Vars& v) {
      return op(matmul(v[0].value(), v[1].value()), v,
                {[=, b = v[1]](const V& g) { return matmul(g, transposed ? b : transpose(b)); },
                 [a = v[0]](const V& g) { return matmul(transpose(a), g); }});
    };
  };
  const std::vector<X> square = {random({3, 3}), random({3, 3}, 2)};  // so that the shapes fit
  check_rejects(f(true), square);
  check_accepts(f(false), square);
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

TEST_CASE("gradcheck rejects log_var taken for log sigma") {
  const auto f = [](double half) {  // sigma = exp(log_var / 2)
    return [=](const Vars& v) {
      const V sigma(exp(0.5 * v[0].value()));
      return op(sigma.value(), v, {[=](const V& g) { return half * g * sigma; }});
    };
  };
  check_rejects(f(1), {random({4})});
  check_accepts(f(0.5), {random({4})});
}

TEST_CASE("gradcheck rejects a slice that is off by one") {
  const auto f = [](Size begin) {
    return [=](const Vars& v) {
      return op(v[0].value().slice(0, 1, 3), v, {[=](const V& g) {
                  return concat<double>({X::zeros({begin}), g, X::zeros({3 - begin})}, 0);
                }});
    };
  };
  check_rejects(f(2), {random({5})});
  check_accepts(f(1), {random({5})});
}

TEST_CASE("gradcheck rejects a derivative of zero") {
  check_rejects([](const Vars& v) { return detach(v[0]) * v[1]; }, {random({3}), random({3}, 2)});
  check_rejects([](const Vars& v) { return detach(tanh(v[0])); }, {random({3})});
}

TEST_CASE("gradcheck rejects swapped arguments") {
  const auto f = [](std::size_t first) {
    return [=](const Vars& v) {
      return op(
          v[0].value() * v[1].value(), v,
          {[=](const V& g) { return g * v[first]; }, [=](const V& g) { return g * v[1 - first]; }});
    };
  };
  check_rejects(f(0), {random({3}), random({3}, 2)});
  check_accepts(f(1), {random({3}), random({3}, 2)});
}

TEST_CASE("gradcheck rejects a missing term of the product rule") {
  check_rejects([](const Vars& v) { return v[0] * detach(exp(v[0])); }, {random({3})});
  check_accepts([](const Vars& v) { return v[0] * exp(v[0]); }, {random({3})});
}

TEST_CASE("gradcheck rejects an error that cancels in a plain sum") {
  // The gradient of log_softmax sums to 0 over the row whatever multiple of (g - mean g) it is off.
  const auto f = [](double off) {
    return [=](const Vars& v) {
      const V x = v[0];
      return op(log_softmax(V(x.value())).value(), v, {[=](const V& g) {
                  const V right = g - exp(log_softmax(x)) * sum(g, -1, Dims::keep);
                  return right + off * (g - mean(g, -1, Dims::keep));
                }});
    };
  };
  Tape<double> tape;
  const V x = tape.watch(random({4}));
  const double sum_is_blind = max(abs(tape.gradients(sum(f(0.3)({x})), Keep::yes)[x].value() -
                                      tape.gradients(sum(f(0)({x})), Keep::yes)[x].value()))
                                  .item();
  CHECK(sum_is_blind < 1e-12);
  check_rejects(f(0.3), {random({2, 4})});
  check_accepts(f(0), {random({2, 4})});
}

TEST_CASE("gradcheck rejects broadcasting undone by a mean instead of a sum") {
  const auto f = [](bool wrong) {
    return [=](const Vars& v) {
      return op(v[0].value() + v[1].value(), v,
                {[](const V& g) { return g; },
                 [=](const V& g) { return wrong ? mean(g, 0) : sum(g, 0); }});
    };
  };
  check_rejects(f(true), {random({4, 3}), random({3})});
  check_accepts(f(false), {random({4, 3}), random({3})});
}

TEST_CASE("gradcheck rejects an error in one entry of many") {
  const auto f = [](double off) {
    return [=](const Vars& v) {
      X factor = X::ones({100});
      factor.write()[73] += off;
      return op(v[0].value(), v, {[=](const V& g) { return g * factor; }});
    };
  };
  const GradcheckReport report = gradcheck("wrong", f(1e-4), {random({100})});
  CHECK_FALSE(report);
  check_says(report.text, {"1 of 100 entries", "argument 0 [100] at [73]"});
  check_accepts(f(0), {random({100})});
}

TEST_CASE("gradcheck of order 2 rejects rules that are right but whose own rules are not") {
  const std::vector<X> x = {random({3})};
  SUBCASE("a value where a variable belongs") {
    const CheckedFunction constant = [](const Vars& v) {
      return op(exp(v[0].value()), v, {[x = v[0]](const V& g) { return g * exp(x.value()); }});
    };
    check_accepts(constant, x, 1);
    check_rejects(constant, x, 2);
    const CheckedFunction variable = [](const Vars& v) {
      return op(exp(v[0].value()), v, {[x = v[0]](const V& g) { return g * exp(x); }});
    };
    check_accepts(variable, x, 2);
  }
  SUBCASE("the incoming gradient as a value") {
    const CheckedFunction blind = [](const Vars& v) {
      return op(exp(v[0].value()), v, {[x = v[0]](const V& g) { return g.value() * exp(x); }});
    };
    check_accepts(blind, x, 1);
    const GradcheckReport report = gradcheck("blind", blind, x, {.order = 2});
    CHECK_FALSE(report);
    check_says(report.text, {"the cotangent [3] at ["});
  }
  SUBCASE("a mixed derivative") {
    const CheckedFunction f = [](const Vars& v) {
      return op(v[0].value() * v[1].value(), v,
                {[b = v[1]](const V& g) { return g * b.value(); },
                 [a = v[0]](const V& g) { return g * a; }});
    };
    check_accepts(f, {random({3}), random({3}, 2)}, 1);
    check_rejects(f, {random({3}), random({3}, 2)}, 2);
  }
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
                           "argument 1 [2, 3] at [1, 2]: expected ", ", received ", ", error "});
  CHECK(report.text.find("[1, 2]") < report.text.find("[0, 1]"));
  CHECK(report.worst > 0.9);

  // Expected is the difference quotient: here the weight of that entry; received is 100 more.
  const std::string line = report.text.substr(report.text.find("[1, 2]"));
  const auto number_after = [&](const std::string& word) {
    return std::stod(line.substr(line.find(word) + word.size()));
  };
  CHECK(number_after("received ") - number_after("expected ") == doctest::Approx(100));
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

TEST_CASE("gradcheck passes where there is nothing to check") {
  for (const int order : {1, 2})
    check_accepts([](const Vars& v) { return exp(v[0]); }, {X::zeros({2, 0})}, order);
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
  check_says(of_rule.text, {"1 of 3 entries", "argument 0 [3] at [1]", "received nan"});
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
