// Every op of the catalogue: its value against plain loops, its gradients of first and second order
// against differences, on every memory layout, in both precisions, on every instruction set.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "autograd/gradcheck.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tests/autograd/op_catalogue.h"
#include "tests/support.h"

using namespace gradus;
using catalogue::Layout;
using catalogue::Op;
using test::check_says;
using test::error_of;

namespace {

using V = Var<double>;
using X = Tensor<double>;

const std::vector<Layout> every_layout(std::begin(catalogue::layouts),
                                       std::end(catalogue::layouts));

std::set<std::string> names_in_catalogue() {
  std::set<std::string> names;
  for (const Op& op : catalogue::ops()) names.insert(op.name);
  return names;
}

/// Sets back what a test changes for all that run after it.
struct Restore {
  Isa isa = gradus::isa();
  int threads = gradus::threads();
  ~Restore() {
    set_isa(isa);
    set_threads(threads);
  }
};

void check_gradients(const std::vector<Layout>& layouts, int order) {
  double worst = 0;
  std::string of;
  catalogue::for_each_case(
      layouts, [&](const Op& op, const std::vector<X>& arguments, const std::string& name) {
        const GradcheckReport report = gradcheck(name, op.of_double, arguments, {.order = order});
        CHECK_MESSAGE(report.passed, report.text);
        if (report.worst > worst) {
          worst = report.worst;
          of = name;
        }
      });
  MESSAGE("order " << order << ", " << name(isa()) << ": worst error " << worst << " (" << of
                   << ")");
}

/// The position in a row-major tensor of shape `small` of what is broadcast to element i of `full`.
Size source(const Shape& small, const Shape& full, Size i) {
  Size position = 0, step = 1;
  for (int axis = -1; axis >= -full.rank(); --axis) {
    if (axis >= -small.rank()) {
      if (small[axis] != 1) position += i % full[axis] * step;
      step *= small[axis];
    }
    i /= full[axis];
  }
  return position;
}

/// The values of the elementwise ops, number by number.
std::map<std::string, std::function<double(double, double)>> formulas() {
  const auto gelu = [](double x, double) { return x * std::erfc(-x / std::sqrt(2)) / 2; };
  return {
      {"neg", [](double x, double) { return -x; }},
      {"exp", [](double x, double) { return std::exp(x); }},
      {"log", [](double x, double) { return std::log(x); }},
      {"log1p", [](double x, double) { return std::log1p(x); }},
      {"sqrt", [](double x, double) { return std::sqrt(x); }},
      {"abs", [](double x, double) { return std::abs(x); }},
      {"tanh", [](double x, double) { return std::tanh(x); }},
      {"sigmoid", [](double x, double) { return 1 / (1 + std::exp(-x)); }},
      {"softplus", [](double x, double) { return std::log1p(std::exp(x)); }},
      {"relu", [](double x, double) { return x > 0 ? x : 0; }},
      {"where_positive", [](double x, double) { return x < 0 ? x : 0; }},
      {"leaky_relu", [](double x, double) { return x > 0 ? x : x / 4; }},
      {"elu", [](double x, double) { return x > 0 ? x : 1.5 * std::expm1(x); }},
      {"normal_cdf", [](double x, double) { return std::erfc(-x / std::sqrt(2)) / 2; }},
      {"gelu", gelu},
      {"square", [](double x, double) { return x * x; }},
      {"clamp", [](double x, double) { return x < -1  ? -1
                                              : x > 1 ? 1
                                                      : x; }},
      {"add", [](double a, double b) { return a + b; }},
      {"sub", [](double a, double b) { return a - b; }},
      {"mul", [](double a, double b) { return a * b; }},
      {"div", [](double a, double b) { return a / b; }},
      {"pow", [](double a, double b) { return std::pow(a, b); }},
      {"maximum", [](double a, double b) { return a > b ? a : b; }},
      {"bernoulli_log_prob",
       [](double l, double x) {
         const double p = 1 / (1 + std::exp(-l));
         return x * std::log(p) + (1 - x) * std::log(1 - p);
       }},
  };
}

/// Gradients of <weights, f> with respect to all arguments, one after the other.
template <class T>
std::vector<T> gradients_of(const catalogue::Function<T>& f,
                            const std::vector<Tensor<T>>& arguments) {
  Tape<T> tape;
  catalogue::Vars<T> leaves;
  for (const Tensor<T>& x : arguments) leaves.push_back(tape.watch(x));
  const Var<T> y = f(leaves);
  Tensor<T> weights = Tensor<T>::uninitialized(y.shape());
  T* const p = weights.write();
  for (Size i = 0; i < weights.numel(); ++i) p[i] = T(i % 5 + 1) / T(4);
  const Gradients<T> gradients = tape.gradients(y, weights);
  std::vector<T> all;
  for (const Var<T>& leaf : leaves) {
    const std::vector<T> one = gradients[leaf].value().to_vector();
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

Tensor<float> to_float(const X& x) {
  std::vector<float> values;
  for (const double v : x.to_vector()) values.push_back(static_cast<float>(v));
  return Tensor<float>::from(x.shape(), values);
}
X to_double(const Tensor<float>& x) {
  const std::vector<float> values = x.to_vector();
  return X::from(x.shape(), std::vector<double>(values.begin(), values.end()));
}

/// f'(x), f''(x), ... of a function of one number.
std::vector<double> slopes(const std::function<V(const V&)>& f, double at, int order) {
  Tape<double> tape;
  const V x = tape.watch(at);
  V y = f(x);
  std::vector<double> result;
  for (int i = 0; i < order; ++i) {
    y = y.tracked() ? tape.recorded_gradients(y)[x] : V(0.0);
    result.push_back(y.item());
  }
  return result;
}

using Numbers = std::vector<double>;

Numbers gradient(const std::function<V(const V&)>& f, const X& at) {
  Tape<double> tape;
  const V x = tape.watch(at);
  return tape.gradients(f(x))[x].value().to_vector();
}

const double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("gradcheck of every op, first order, every layout") { check_gradients(every_layout, 1); }

TEST_CASE("gradcheck of every op, second order, every layout") { check_gradients(every_layout, 2); }

TEST_CASE("gradcheck of every op on every instruction set") {
  const Restore restore;
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    check_gradients({Layout::contiguous, Layout::transposed}, 1);
    check_gradients({Layout::contiguous}, 2);
  }
}

TEST_CASE("every function of ops.h has a line in the catalogue") {
  const std::string here = __FILE__;
  std::ifstream file(here.substr(0, here.rfind("tests/")) + "autograd/ops.h");
  REQUIRE(file.good());
  const std::set<std::string> names = names_in_catalogue();
  const std::string start = "Var<T> ";
  int found = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(start, 0) != 0) continue;
    const std::string name = line.substr(start.size(), line.find('(') - start.size());
    if (name == "detach") continue;
    ++found;
    CHECK_MESSAGE(names.count(name) == 1, "no line for " << name);
  }
  CHECK(found >= 35);
}

TEST_CASE("every op that the tape records here has a line in the catalogue") {
  std::set<std::string> recorded;
  catalogue::for_each_case({Layout::contiguous},
                           [&](const Op& op, const std::vector<X>& arguments, const std::string&) {
                             Tape<double> tape;
                             catalogue::Vars<double> leaves;
                             for (const X& x : arguments) leaves.push_back(tape.watch(x));
                             V y = sum(op.of_double(leaves));
                             for (int order = 1; order <= 2 && y.tracked(); ++order)
                               y = sum(tape.recorded_gradients(y)[leaves[0]]);
                             for (const std::string& name : tape.ops()) recorded.insert(name);
                           });
  recorded.erase("leaf");
  const std::set<std::string> names = names_in_catalogue();
  for (const std::string& name : recorded)
    CHECK_MESSAGE(names.count(name) == 1, "no line for " << name);
  CHECK(recorded.size() >= 30);
}

TEST_CASE("values of elementwise ops are those of a loop") {
  const auto formula = formulas();
  catalogue::for_each_case(
      every_layout, [&](const Op& op, const std::vector<X>& arguments, const std::string& name) {
        if (!op.elementwise || op.name == "where") return;
        REQUIRE_MESSAGE(formula.count(op.name) == 1, op.name);
        const X a = arguments[0], b = arguments.back();
        const X y = op.of_double({arguments.begin(), arguments.end()}).value();
        CAPTURE(name);
        REQUIRE(y.shape() == broadcast_shapes("test", a.shape(), b.shape(), {}));
        const Numbers of_a = a.to_vector(), of_b = b.to_vector(), of_y = y.to_vector();
        for (Size i = 0; i < y.numel(); ++i) {
          const auto at_a = static_cast<std::size_t>(source(a.shape(), y.shape(), i));
          const auto at_b = static_cast<std::size_t>(source(b.shape(), y.shape(), i));
          CHECK(of_y[static_cast<std::size_t>(i)] ==
                doctest::Approx(formula.at(op.name)(of_a[at_a], of_b[at_b])).epsilon(1e-13));
        }
      });
}

TEST_CASE("values of where are those of a loop") {
  const X c = X::vector({1, 0, 2}), a = X::matrix({{1, 2, 3}, {4, 5, 6}}),
          b = X::matrix({{7}, {8}});
  CHECK(where(c, V(a), V(b)).value().to_vector() == Numbers{1, 7, 3, 4, 8, 6});
}

TEST_CASE("values of reductions are those of a loop, on every layout") {
  Rng rng(5);
  for (const Layout layout : every_layout) {
    const X x = catalogue::lay_out(normal<double>({2, 3, 4}, rng), layout);
    CAPTURE(text(layout));
    for (Size j = 0; j < 3; ++j) {  // over axes 0 and 2
      double total = 0, largest = -infinity, exponentials = 0;
      for (Size i = 0; i < 2; ++i)
        for (Size k = 0; k < 4; ++k) {
          const double v = x.at({i, j, k});
          total += v;
          largest = std::max(largest, v);
          exponentials += std::exp(v);
        }
      const auto approx = [](double v) { return doctest::Approx(v).epsilon(1e-13); };
      CHECK(sum(V(x), {0, 2}).value().at({j}) == approx(total));
      CHECK(mean(V(x), {0, 2}, Dims::keep).value().at({0, j, 0}) == approx(total / 8));
      CHECK(max(V(x), {2, 0}).value().at({j}) == largest);
      CHECK(logsumexp(V(x), {0, 2}).value().at({j}) == approx(std::log(exponentials)));
      const V rows = reshape(transpose(V(x), 0, 1), {3, 8});
      double probability = 0;
      for (Size k = 0; k < 8; ++k) {
        const double log_p = log_softmax(rows).value().at({j, k});
        CHECK(log_p == approx(rows.value().at({j, k}) - std::log(exponentials)));
        probability += std::exp(log_p);
      }
      CHECK(probability == approx(1));
    }
  }
}

TEST_CASE("values of products are those of a loop, on every layout") {
  Rng rng(6);
  for (const Layout layout : every_layout) {
    CAPTURE(text(layout));
    const X a = catalogue::lay_out(normal<double>({2, 1, 3, 4}, rng), layout);
    const X b = catalogue::lay_out(normal<double>({5, 4, 2}, rng), layout);
    const X c = catalogue::lay_out(normal<double>({3}, rng), layout);
    const X w = catalogue::lay_out(normal<double>({3, 4}, rng), layout);
    const X ab = matmul(V(a), V(b)).value();
    REQUIRE(ab.shape() == Shape{2, 5, 3, 2});
    for (Size i = 0; i < 2; ++i)
      for (Size j = 0; j < 5; ++j)
        for (Size n = 0; n < 3; ++n)
          for (Size m = 0; m < 2; ++m) {
            double expected = 0;
            for (Size k = 0; k < 4; ++k) expected += a.at({i, 0, n, k}) * b.at({j, k, m});
            CHECK(ab.at({i, j, n, m}) == doctest::Approx(expected).epsilon(1e-13));
          }
    const X x = a.slice(0, 0, 1).reshape({3, 4});
    const X y = linear(V(x), V(w), V(c)).value();
    REQUIRE(y.shape() == Shape{3, 3});
    for (Size n = 0; n < 3; ++n)
      for (Size m = 0; m < 3; ++m) {
        double expected = c.at({m});
        for (Size k = 0; k < 4; ++k) expected += x.at({n, k}) * w.at({m, k});
        CHECK(y.at({n, m}) == doctest::Approx(expected).epsilon(1e-13));
      }
  }
}

TEST_CASE("values of rearrangements, element by element, on every layout") {
  Rng rng(8);
  for (const Layout layout : every_layout) {
    CAPTURE(text(layout));
    const X x = catalogue::lay_out(normal<double>({2, 3}, rng), layout);
    const V v(x);
    const X joined = concat<double>({v, slice(v, 1, 1, 3)}, 1).value();
    const Tensor<Size> index = Tensor<Size>::from({2, 4}, {2, 0, 2, 1, 0, 0, 1, 2});
    const X gathered = gather(v, 1, index).value();
    const X scattered = scatter_add(V(gathered), 1, index, {2, 3}).value();
    for (Size i = 0; i < 2; ++i) {
      for (Size j = 0; j < 3; ++j) {
        CHECK(transpose(v).value().at({j, i}) == x.at({i, j}));
        CHECK(reshape(v, {3, 2}).value().to_vector() == x.to_vector());
        CHECK(broadcast_to(v, {4, 2, 3}).value().at({3, i, j}) == x.at({i, j}));
        CHECK(joined.at({i, j}) == x.at({i, j}));
        if (j > 0) CHECK(joined.at({i, 2 + j}) == x.at({i, j}));
        double times = 0;
        for (Size k = 0; k < 4; ++k) times += index.at({i, k}) == j;
        CHECK(scattered.at({i, j}) == doctest::Approx(times * x.at({i, j})).epsilon(1e-14));
      }
      for (Size k = 0; k < 4; ++k) CHECK(gathered.at({i, k}) == x.at({i, index.at({i, k})}));
    }
    CHECK(sum_to(v, {1, 3}).value().at({0, 2}) == x.at({0, 2}) + x.at({1, 2}));
  }
}

TEST_CASE("gradients in float agree with those in double") {
  double worst = 0;
  catalogue::for_each_case(
      every_layout, [&](const Op& op, const std::vector<X>& arguments, const std::string& name) {
        std::vector<Tensor<float>> in_float;
        std::vector<X> in_double;
        for (const X& x : arguments) {
          in_float.push_back(to_float(x));
          in_double.push_back(to_double(in_float.back()));
        }
        const std::vector<float> received = gradients_of<float>(op.of_float, in_float);
        const Numbers expected = gradients_of<double>(op.of_double, in_double);
        REQUIRE(received.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
          const double error = std::abs(static_cast<double>(received[i]) - expected[i]) /
                               std::max(1.0, std::abs(expected[i]));
          CAPTURE(name);
          CHECK(error < 1e-5);
          worst = std::max(worst, error);
        }
      });
  MESSAGE("worst error of a gradient in float: " << worst);
}

TEST_CASE("gradients have the same bits on one thread and on several") {
  const Restore restore;
  Rng rng(9);
  for (const Op& op : catalogue::ops()) {
    if (!op.elementwise) continue;
    // Larger than what one task works on; the second argument broadcasts.
    const catalogue::Shapes shapes = {{37, 1003}, {1003}};
    std::vector<Tensor<float>> arguments;
    for (std::size_t i = 0; i < op.arguments.size(); ++i)
      arguments.push_back(to_float(op.arguments[i](shapes[i], rng)));
    set_threads(1);
    const std::vector<float> alone = gradients_of<float>(op.of_float, arguments);
    for (const int n : {2, 3}) {
      set_threads(n);
      CHECK_MESSAGE(gradients_of<float>(op.of_float, arguments) == alone, op.name);
    }
  }
  const catalogue::Function<float> network = [](const catalogue::Vars<float>& v) {
    const Var<float> h = tanh(linear(v[0], v[1], v[2]));
    const Var<float> y = log_softmax(matmul(h, transpose(h)));
    return mean(y, 1) + logsumexp(h, 1) + sum(h) + max(h, 1) + mean(h * h, {0, 1}, Dims::keep);
  };
  const std::vector<Tensor<float>> arguments = {
      normal<float>({150, 130}, rng), normal<float>({170, 130}, rng), normal<float>({170}, rng)};
  set_threads(1);
  const std::vector<float> alone = gradients_of<float>(network, arguments);
  for (const int n : {2, 3}) {
    set_threads(n);
    CHECK(gradients_of<float>(network, arguments) == alone);
  }
}

// Kinks: what we chose where the derivative does not exist.

TEST_CASE("kink: relu and leaky_relu take the left slope at 0, abs takes 0") {
  CHECK(slopes([](const V& x) { return relu(x); }, 0, 2) == Numbers{0, 0});
  CHECK(slopes([](const V& x) { return leaky_relu(x, 0.25); }, 0, 2) == Numbers{0.25, 0});
  CHECK(slopes([](const V& x) { return abs(x); }, 0, 2) == Numbers{0, 0});
  CHECK(slopes([](const V& x) { return elu(x, 2.0); }, 0, 2) == Numbers{2, 2});
}

TEST_CASE("kink: clamp lets gradients through on its edges") {
  const auto f = [](const V& x) { return clamp(x, -1.0, 2.0); };
  CHECK(slopes(f, -1, 2) == Numbers{1, 0});
  CHECK(slopes(f, 2, 2) == Numbers{1, 0});
  CHECK(slopes(f, 2.5, 1) == Numbers{0});
  CHECK(slopes(f, -1.5, 1) == Numbers{0});
}

TEST_CASE("kink: equal arguments of maximum get half of the gradient each") {
  Tape<double> tape;
  const V a = tape.watch(X::vector({1, 2, 3})), b = tape.watch(X::vector({1, 1, 4}));
  const Gradients<double> g = tape.gradients(sum(maximum(a, b)));
  CHECK(g[a].value().to_vector() == Numbers{0.5, 1, 0});
  CHECK(g[b].value().to_vector() == Numbers{0.5, 0, 1});
  CHECK(slopes([](const V& x) { return maximum(x, x); }, 3, 2) == Numbers{1, 0});
}

TEST_CASE("kink: elements that share the maximum share its gradient evenly") {
  const X x = X::matrix({{1, 5, 5}, {5, 0, 2}});
  const double third = 1.0 / 3;
  CHECK(gradient([](const V& v) { return max(v); }, x) == Numbers{0, third, third, third, 0, 0});
  CHECK(gradient([](const V& v) { return sum(max(v, 1)); }, x) == Numbers{0, 0.5, 0.5, 1, 0, 0});
}

TEST_CASE("kink: powers of 0") {
  const auto power = [](double n) { return [n](const V& x) { return pow(x, V(n)); }; };
  CHECK(slopes(power(3), 0, 4) == Numbers{0, 0, 6, 0});
  CHECK(slopes(power(2), 0, 3) == Numbers{0, 2, 0});
  CHECK(slopes(power(1), 0, 2) == Numbers{1, 0});
  CHECK(slopes(power(0), 0, 2) == Numbers{0, 0});
  CHECK(slopes(power(0.5), 0, 1) == Numbers{infinity});
  CHECK(slopes(power(0), 2, 3) == Numbers{0, 0, 0});
  CHECK(pow(V(0.0), V(0.0)).item() == 1);
}

TEST_CASE("pow of a negative base and a whole constant exponent") {
  CHECK(slopes([](const V& x) { return pow(x, V(3.0)); }, -2, 3) == Numbers{12, -12, 6});
  CHECK(slopes([](const V& x) { return pow(x, V(-1.0)); }, -2, 2) == Numbers{-0.25, -0.25});
}

TEST_CASE("pow with respect to the exponent: 0 at base 0, log a at exponent 0") {
  for (const double b : {0.0, 1.0, 2.5})
    CHECK(slopes([](const V& x) { return pow(V(0.0), x); }, b, 2) == Numbers{0, 0});
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
