// Every op of the catalogue goes through every check; beside that, what no catalogue can say: the
// derivatives chosen at kinks, behaviour far out, and errors.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tensor/profile.h"
#include "tests/autograd/op_catalogue.h"
#include "tests/support.h"

using namespace gradus;
using catalogue::every_layout;
using catalogue::Layout;
using catalogue::ops;
using test::check_says;
using test::error_of;

namespace {

using V = Var<double>;
using X = Tensor<double>;
using Numbers = std::vector<double>;

/// f'(x), f''(x), ... of a function of one number.
Numbers slopes(const std::function<V(const V&)>& f, double at, int order) {
  Tape<double> tape;
  const V x = tape.watch(at);
  V y = f(x);
  Numbers result;
  for (int i = 0; i < order; ++i) {
    y = y.tracked() ? tape.recorded_gradients(y)[x] : V(0.0);
    result.push_back(y.item());
  }
  return result;
}

Numbers gradient(const std::function<V(const V&)>& f, const X& at) {
  Tape<double> tape;
  const V x = tape.watch(at);
  return tape.gradients(f(x))[x].value().to_vector();
}

/// a b, but the rule of b has lost its factor.
template <class T>
Var<T> lossy_mul(const Var<T>& a, const Var<T>& b) {
  Var<T> y = output(test::made_up("lossy_mul"), a.value() * b.value(), Where{}, a, b);
  vjp(y, a, [b](const Var<T>& g) { return g * b; });
  vjp(y, b, [](const Var<T>& g) { return g; });
  return y;
}

/// A catalogue of one line: a function of two numbers that should be a product.
template <class F>
catalogue::Catalogue only(const F& f) {
  catalogue::Catalogue c;
  const catalogue::Generator positive = catalogue::between(0.5, 0.9);
  c.line("mul", f, [](const auto& v) { return plain::zip(v[0], v[1], std::multiplies<>()); },
         {positive, positive}, {{{1}, {1}}});
  return c;
}
const auto wrong_rule = [](const auto& v) { return lossy_mul(v[0], v[1]); };

const double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("every op: values are those of plain loops") { catalogue::check_values(ops()); }

TEST_CASE("every op: every entry of every gradient, first and second order, every layout") {
  for (const int order : {1, 2}) catalogue::check_every_entry(ops(), every_layout, order);
}

TEST_CASE("every op: every entry of every gradient, on every instruction set") {
  const Isa before = isa();
  for (const Isa each : available_isas()) {
    set_isa(each);
    catalogue::check_every_entry(ops(), {Layout::contiguous, Layout::transposed}, 1);
    catalogue::check_every_entry(ops(), {Layout::contiguous}, 2);
  }
  set_isa(before);
}

TEST_CASE("every op: gradients along random directions, large arguments too") {
  catalogue::check_directions(ops());
}

TEST_CASE("every elementwise op: all ways to broadcast, rank 0 to 4") {
  CHECK(catalogue::every_broadcast_shape().size() == 1 + 2 + 4 + 8 + 16);
  for (const catalogue::Line& line : ops().lines())
    if (line.elementwise) catalogue::check_broadcasting(line);
}

TEST_CASE("every op: float agrees with double") { catalogue::check_precisions(ops()); }

TEST_CASE("every op: the same bits on one thread and on several") {
  catalogue::check_threads(ops());
  std::set<std::string> large;
  for (const catalogue::Line& line : ops().lines())
    if (!line.large.empty()) large.insert(line.name);
  CHECK(large == ops().names());  // small arguments are one piece of work, whatever the threads
}

TEST_CASE("every op: all instruction sets agree") { catalogue::check_instruction_sets(ops()); }

TEST_CASE("every function of ops.h has a line in the catalogue") {
  catalogue::check_complete("autograd/ops.h", ops().names(), {"detach"});
}

TEST_CASE("every op takes empty arguments") {
  std::set<std::string> taken;
  for (const catalogue::Line& line : ops().lines())
    for (const catalogue::Shapes& shapes : line.shapes)
      for (const Shape& shape : shapes)
        if (shape.numel() == 0) taken.insert(line.name);
  CHECK(taken == ops().names());
}

// Each check can fail: doctest counts these as passed if, and only if, they do.

TEST_CASE("a wrong value fails check_values" * doctest::should_fail()) {
  catalogue::check_values(only([](const auto& v) { return v[0] + v[1]; }));
}
TEST_CASE("a wrong rule fails check_every_entry" * doctest::should_fail()) {
  catalogue::check_every_entry(only(wrong_rule), {Layout::contiguous}, 1);
}
TEST_CASE("a wrong rule fails check_directions" * doctest::should_fail()) {
  catalogue::check_directions(only(wrong_rule));
}
TEST_CASE("a wrong rule fails check_broadcasting" * doctest::should_fail()) {
  catalogue::check_broadcasting(only(wrong_rule).lines()[0]);
}
TEST_CASE("a function that rounds too early fails check_precisions" * doctest::should_fail()) {
  catalogue::check_precisions(only([]<class T>(const std::vector<Var<T>>& v) {
    return v[0] * v[1] * Var<T>(std::is_same_v<T, float> ? T(1.0001) : T(1));
  }));
}
TEST_CASE("a value that knows the number of threads fails check_threads" * doctest::should_fail()) {
  catalogue::check_threads(only([]<class T>(const std::vector<Var<T>>& v) {
    return v[0] * v[1] * Var<T>(static_cast<T>(threads()));
  }));
}
TEST_CASE("a value that knows the instruction set fails" * doctest::should_fail() *
          doctest::skip(available_isas().size() < 2)) {
  catalogue::check_instruction_sets(only([]<class T>(const std::vector<Var<T>>& v) {
    return v[0] * v[1] * Var<T>(isa() == available_isas().front() ? T(1) : T(1.0001));
  }));
}
TEST_CASE("a function without a line fails check_complete" * doctest::should_fail()) {
  std::set<std::string> names = ops().names();
  names.erase("tanh");
  catalogue::check_complete("autograd/ops.h", names, {"detach"});
}

TEST_CASE("an op that no catalogue has fails the program" * doctest::skip()) {
  Tape<double> tape;  // run by the CTest entry that wants it to fail
  const V x = tape.watch(1.0);
  output("unheard_of", x.value(), Where{}, x);
}

// Kinks: what we chose where the derivative does not exist.

TEST_CASE("kinks: the derivatives that were chosen") {
  struct Kink {
    const char* what;
    std::function<V(const V&)> f;
    double at;
    Numbers slopes;  // f', f'', ...
  };
  const auto power = [](double n) { return [n](const V& x) { return pow(x, V(n)); }; };
  const auto power_of = [](double a) { return [a](const V& x) { return pow(V(a), x); }; };
  const auto clamped = [](const V& x) { return clamp(x, -1.0, 2.0); };
  const std::vector<Kink> kinks = {
      {"relu: the left slope", [](const V& x) { return relu(x); }, 0, {0, 0}},
      {"leaky_relu: the left slope", [](const V& x) { return leaky_relu(x, 0.25); }, 0, {0.25, 0}},
      {"where_positive: 0 at 0",
       [](const V& x) { return where_positive(x, x.value()); },
       0,
       {0, 0}},
      {"abs: 0", [](const V& x) { return abs(x); }, 0, {0, 0}},
      {"elu: the left slope", [](const V& x) { return elu(x, 2.0); }, 0, {2, 2}},
      {"clamp: through on its lower edge", clamped, -1, {1, 0}},
      {"clamp: through on its upper edge", clamped, 2, {1, 0}},
      {"clamp: nothing above", clamped, 2.5, {0}},
      {"clamp: nothing below", clamped, -1.5, {0}},
      {"maximum of x and x: half each", [](const V& x) { return maximum(x, x); }, 3, {1, 0}},
      {"sqrt at 0", [](const V& x) { return sqrt(x); }, 0, {infinity}},
      {"log at 0", [](const V& x) { return log(x); }, 0, {infinity}},
      {"log1p at -1", [](const V& x) { return log1p(x); }, -1, {infinity}},
      {"x^3 at 0", power(3), 0, {0, 0, 6, 0}},
      {"x^2 at 0", power(2), 0, {0, 2, 0}},
      {"x^1 at 0", power(1), 0, {1, 0}},
      {"x^0 at 0", power(0), 0, {0, 0}},
      {"x^1/2 at 0", power(0.5), 0, {infinity}},
      {"x^0 at 2", power(0), 2, {0, 0, 0}},
      {"x^3 at -2", power(3), -2, {12, -12, 6}},
      {"x^-1 at -2", power(-1), -2, {-0.25, -0.25}},
      {"0^x at 0: 0, not log 0", power_of(0), 0, {0, 0}},
      {"0^x at 1", power_of(0), 1, {0, 0}},
      {"0^x at 2.5", power_of(0), 2.5, {0, 0}},
  };
  for (const Kink& kink : kinks) {
    CAPTURE(std::string(kink.what));
    CHECK(slopes(kink.f, kink.at, static_cast<int>(kink.slopes.size())) == kink.slopes);
  }
  CHECK(pow(V(0.0), V(0.0)).item() == 1);
}

TEST_CASE("kinks: ties share the gradient evenly, except those of max_pool2d") {
  struct Tie {
    const char* what;
    std::function<V(const V&)> f;  // of [[1, 5, 5], [5, 0, 2]]
    Numbers gradient;
  };
  const double third = 1.0 / 3;
  const X x = X::matrix({{1, 5, 5}, {5, 0, 2}});
  const X other = X::matrix({{1, 4, 6}, {5, 5, 2}});
  const std::vector<Tie> ties = {
      {"max of all", [](const V& v) { return max(v); }, {0, third, third, third, 0, 0}},
      {"max of rows", [](const V& v) { return sum(max(v, 1)); }, {0, 0.5, 0.5, 1, 0, 0}},
      {"maximum", [&](const V& v) { return sum(maximum(v, V(other))); }, {0.5, 1, 0, 0.5, 0, 0.5}},
      {"maximum", [&](const V& v) { return sum(maximum(V(other), v)); }, {0.5, 1, 0, 0.5, 0, 0.5}},
      {"max_pool2d: the first",
       [](const V& v) {
         return sum(max_pool2d(reshape(v, {1, 1, 2, 3}), {2, 3}, {}));
       },
       {0, 1, 0, 0, 0, 0}},
  };
  for (const Tie& tie : ties) {
    CAPTURE(std::string(tie.what));
    CHECK(gradient(tie.f, x) == tie.gradient);
  }
}

TEST_CASE("pow with respect to the exponent: log a at exponent 0") {
  const Numbers at_0 = slopes([](const V& x) { return pow(V(3.0), x); }, 0, 2);
  CHECK(at_0[0] == doctest::Approx(std::log(3)));
  CHECK(at_0[1] == doctest::Approx(std::log(3) * std::log(3)));
}

TEST_CASE("pow: the mixed second derivative at exponent 0 is 1/a") {
  Tape<double> tape;
  const V a = tape.watch(4.0), b = tape.watch(0.0);
  const V da = tape.recorded_gradients(pow(a, b))[a];
  CHECK(da.item() == 0);
  CHECK(tape.gradients(da)[b].item() == doctest::Approx(0.25));
}

TEST_CASE("bernoulli_log_prob: the score computed with the value is the one a rule records") {
  const X logits = X::vector({-40, -0.5, 0, 2, 30}), pixels = X::vector({0, 1, 0.25, 1, 0});
  Tape<double> tape;
  const V l = tape.watch(logits), x = tape.watch(pixels);
  const V y = sum(bernoulli_log_prob(l, x));
  const auto gradient = [&](bool recorded) {
    const Profile profile;
    const Numbers all = (recorded ? tape.recorded_gradients(y) : tape.gradients(y, Keep::yes))[l]
                            .value()
                            .to_vector();
    CHECK(profile.rows().count("sigmoid") == (recorded ? 1 : 0));  // or it was computed before
    return all;
  };
  CHECK(gradient(false) == gradient(true));
}

// Far out: where a formula taken literally would overflow.

TEST_CASE("gradients are right where exponentials overflow") {
  const X far = X::vector({-1000, 1000});
  CHECK(gradient([](const V& x) { return sum(sigmoid(x)); }, far) == Numbers{0, 0});
  CHECK(gradient([](const V& x) { return sum(tanh(x)); }, far) == Numbers{0, 0});
  CHECK(gradient([](const V& x) { return sum(softplus(x)); }, far) == Numbers{0, 1});
  CHECK(gradient([](const V& x) { return sum(elu(x)); }, far) == Numbers{0, 1});
  CHECK(gradient([](const V& x) { return sum(gelu(x)); }, far) == Numbers{0, 1});
  CHECK(gradient([](const V& x) { return sum(bernoulli_log_prob(x, V(0.25))); }, far) ==
        Numbers{0.25, -0.75});
  CHECK(gradient([](const V& x) { return logsumexp(x); }, far) == Numbers{0, 1});
  CHECK(gradient([](const V& x) { return logsumexp(x); }, X::vector({-infinity, 0, 0})) ==
        Numbers{0, 0.5, 0.5});
  CHECK(gradient([](const V& x) { return slice(log_softmax(x), 0, 0, 1); }, far) == Numbers{1, -1});
}

TEST_CASE("second derivatives are finite where exponentials overflow") {
  for (const double x : {-1000.0, 1000.0}) {
    CHECK(slopes([](const V& v) { return sigmoid(v); }, x, 3)[2] == 0);
    CHECK(slopes([](const V& v) { return tanh(v); }, x, 3)[2] == 0);
    CHECK(slopes([](const V& v) { return softplus(v); }, x, 3)[2] == 0);
    CHECK(slopes([](const V& v) { return elu(v); }, x, 3)[2] == 0);
    CHECK(slopes([](const V& v) { return gelu(v); }, x, 3)[2] == 0);
    CHECK(slopes([](const V& v) { return bernoulli_log_prob(v, V(1.0)); }, x, 3)[2] == 0);
  }
}

TEST_CASE("where stops the gradient of the branch that was not taken") {
  const auto safe_log = [](const V& x) {
    const X positive = greater(x.value(), X(0.0));
    return sum(where(positive, log(where(positive, x, V(1.0))), V(0.0)));
  };
  CHECK(gradient(safe_log, X::vector({-1, 0, 4})) == Numbers{0, 0, 0.25});
}

TEST_CASE("linear needs x to have rows") {
  Tape<double> tape;
  const V x = tape.watch(X::ones({3})), w(X::ones({2, 3})), b(X::ones({2}));
  check_says(error_of<ShapeError>([&] { linear(x, w, b); }),
             {"linear: x [3] has no batch axis", "test_ops.cpp"});
}

TEST_CASE("max, logsumexp: no elements to choose from is an error, none to choose is not") {
  check_says(error_of<ShapeError>([] { max(V(X::zeros({0}))); }), {"max: no elements in [0]"});
  check_says(error_of<ShapeError>([] {
               logsumexp(V(X::zeros({2, 0})), 1);
             }),
             {"no elements in [2, 0]", "test_ops.cpp"});
  CHECK(max(V(X::zeros({0, 3})), 1).shape() == Shape{0});
}
