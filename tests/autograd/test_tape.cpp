// The promises of the tape, one test each; the numbered ones are the invariants of tape.h.
#include "autograd/tape.h"

#include <doctest/doctest.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "autograd/ops.h"
#include "tensor/rng.h"
#include "tests/support.h"

using namespace gradus;
using test::check_says;
using test::error_of;
using test::made_up;

namespace {

using V = Var<double>;
using X = Tensor<double>;

std::int64_t bytes_in_use() { return pool_statistics().bytes_in_use; }

std::string line_of_this_file(int line) { return "(test_tape.cpp:" + std::to_string(line) + ")"; }

/// An op of our own: a + b, whose rules count how often they are asked.
V counting_add(const V& a, const V& b, int& visits, Where where = {}) {
  V y = output(made_up("counting_add"), add(a.value(), b.value()), where, a, b);
  vjp(y, a, [&visits](const V& g) { return ++visits, g; });
  vjp(y, b, [&visits](const V& g) { return ++visits, g; });
  return y;
}

/// An op of our own: x itself; its rule notes how much memory is in use when it is asked.
V probing_identity(const V& x, std::vector<std::int64_t>& bytes, Where where = {}) {
  V y = output(made_up("probing_identity"), x.value(), where, x);
  vjp(y, x, [&bytes](const V& g) {
    bytes.push_back(bytes_in_use());
    return g;
  });
  return y;
}

/// Runs f on a thread that has 256 KiB of stack.
void run_on_small_stack(std::function<void()> f) {
  pthread_attr_t attributes;
  REQUIRE(pthread_attr_init(&attributes) == 0);
  REQUIRE(pthread_attr_setstacksize(&attributes, 256 * 1024) == 0);
  pthread_t thread;
  const auto start = [](void* argument) -> void* {
    (*static_cast<std::function<void()>*>(argument))();
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, start, &f) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

/// f(x), f'(x), f''(x), ... up to the given order, each one the gradient of the one before.
std::vector<double> derivatives(const std::function<V(const V&)>& f, double at, int order) {
  Tape<double> tape;
  const V x = tape.watch(at);
  V y = f(x);
  std::vector<double> result = {y.item()};
  for (int i = 0; i < order; ++i) {
    y = tape.recorded_gradients(y)[x];
    result.push_back(y.item());
  }
  return result;
}

void check_derivatives(const std::function<V(const V&)>& f, double at,
                       const std::vector<double>& expected) {
  const std::vector<double> received = derivatives(f, at, static_cast<int>(expected.size()) - 1);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(received[i] == doctest::Approx(expected[i]).epsilon(1e-12));
  }
}

/// The shapes that broadcast to `full`: leading axes left out, and any others of size 1.
std::vector<Shape> shapes_that_broadcast_to(const Shape& full) {
  std::vector<Shape> shapes;
  for (int rank = 0; rank <= full.rank(); ++rank)
    for (int ones = 0; ones < (1 << rank); ++ones) {
      Shape shape(std::span(full.end() - rank, static_cast<std::size_t>(rank)));
      for (int axis = 0; axis < rank; ++axis)
        if (ones & (1 << axis)) shape[axis] = 1;
      shapes.push_back(shape);
    }
  return shapes;
}

/// Where element i of a row-major tensor of shape `full` comes from in one that broadcasts to it.
std::size_t source(const Shape& small, const Shape& full, Size i) {
  Size position = 0, step = 1;
  for (int axis = -1; axis >= -small.rank(); --axis) {
    const Size coordinate = i % full[axis];
    i /= full[axis];
    if (small[axis] != 1) position += coordinate * step;
    step *= small[axis];
  }
  return static_cast<std::size_t>(position);
}

}  // namespace

TEST_CASE("tape invariant 1: fan-out sums over uses") {
  Tape<double> tape;
  const V a = tape.watch(3.0);
  SUBCASE("the same argument twice, twice over") {
    const V b = a + a;
    const V c = b + b;
    CHECK(tape.gradients(c)[a].item() == 4);
  }
  SUBCASE("a product with itself") { CHECK(tape.gradients(a * a)[a].item() == 6); }
  SUBCASE("paths of different lengths") {
    const V b = a * a;      // 2a
    const V c = b * a;      // 3a^2
    const V d = c + b + a;  // 3a^2 + 2a + 1
    CHECK(tape.gradients(d)[a].item() == 3 * 9 + 2 * 3 + 1);
  }
  SUBCASE("a leaf that is the output itself") { CHECK(tape.gradients(a)[a].item() == 1); }
  SUBCASE("uses the output does not depend on add nothing") {
    const V unrelated = exp(a);
    const V y = 5.0 * a;
    CHECK(tape.gradients(y)[a].item() == 5);
    CHECK(unrelated.tracked());
  }
}

TEST_CASE("tape invariant 1: summing does not write into gradients that are shared") {
  // The rule of add hands the same g to both arguments; adding to one must not change the other.
  Tape<double> tape;
  const V a = tape.watch(X::vector({1, 2})), b = tape.watch(X::vector({3, 4}));
  const V y = sum((a + b) + a * 10.0 + a);
  const Gradients<double> gradients = tape.gradients(y);
  CHECK(gradients[a].value().to_vector() == std::vector<double>{12, 12});
  CHECK(gradients[b].value().to_vector() == std::vector<double>{1, 1});
}

TEST_CASE("tape invariant 2: a kept recording answers twice alike") {
  Tape<double> tape;
  Rng rng(1);
  const V a = tape.watch(normal<double>({3, 4}, rng)), b = tape.watch(normal<double>({4}, rng));
  const V y = sum(tanh(a * b) * exp(b));
  const std::size_t rules = tape.rules();
  const Gradients<double> first = tape.gradients(y, Keep::yes);
  CHECK(tape.rules() == rules);
  const Gradients<double> second = tape.gradients(y, Keep::yes);
  const Gradients<double> third = tape.gradients(y);
  for (const V& x : {a, b}) {
    CHECK(first[x].value().to_vector() == second[x].value().to_vector());
    CHECK(first[x].value().to_vector() == third[x].value().to_vector());
  }
  CHECK(tape.rules() == 0);
}

TEST_CASE("tape invariant 2: a kept recording answers about several outputs") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  const V square = x * x, cube = square * x;
  CHECK(tape.gradients(cube, Keep::yes)[x].item() == 12);
  CHECK(tape.gradients(square, Keep::yes)[x].item() == 4);
  CHECK(tape.gradients(cube, Keep::yes)[square].item() == 2);
}

TEST_CASE("tape invariant 2: a recording that was let go is a clear error") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  const V y = x * x;
  CHECK(tape.gradients(y)[x].item() == 4);
  const int line = __LINE__ + 1;
  const std::string message = error_of<Error>([&] { tape.gradients(y); });
  check_says(message, {"not on this tape", "Keep::yes", line_of_this_file(line)});
}

TEST_CASE("tape invariant 3: each rule is asked once, however deep or shared") {
  SUBCASE("a chain") {
    for (const int length : {1'000, 10'000}) {
      int visits = 0;
      Tape<double> tape;
      const V x = tape.watch(1.0);
      V y = x;
      for (int i = 0; i < length; ++i) y = counting_add(y, V(1.0), visits);
      CHECK(tape.gradients(y)[x].item() == 1);
      CHECK(visits == length);
    }
  }
  SUBCASE("b = a + a sixty times: 2^60 paths, 120 rules") {
    int visits = 0;
    Tape<double> tape;
    const V a = tape.watch(1.0);
    V b = a;
    for (int i = 0; i < 60; ++i) b = counting_add(b, b, visits);
    CHECK(tape.rules() == 120);
    CHECK(tape.gradients(b)[a].item() == std::ldexp(1.0, 60));
    CHECK(visits == 120);
  }
}

TEST_CASE("tape invariant 3: a chain of 1,000,000 ops needs no stack") {
  constexpr int length = 1'000'000;
  std::size_t rules = 0;
  double gradient = 0;
  run_on_small_stack([&] {
    Tape<double> tape;
    const V x = tape.watch(1.0);
    V y = x;
    for (int i = 0; i < length + 1; ++i) y = -y;
    rules = tape.rules();
    gradient = tape.gradients(y)[x].item();
  });
  CHECK(rules == length + 1);
  CHECK(gradient == -1);
}

TEST_CASE("tape invariant 3: a long chain that is never swept ends without a stack, too") {
  std::size_t rules = 0;
  run_on_small_stack([&] {
    Tape<double> tape;
    V y = tape.watch(1.0);
    for (int i = 0; i < 200'000; ++i) y = tanh(y);  // each rule holds a value
    rules = tape.rules();
  });
  CHECK(rules == 200'000);
}

TEST_CASE("tape invariant 4: without a tape nothing is recorded") {
  REQUIRE(Tape<double>::active() == nullptr);
  V x(X::full({100}, 0.5));
  for (int i = 0; i < 3; ++i) x = tanh(x * 1.5 + exp(x));  // the pool warms up
  const PoolStatistics before = pool_statistics();
  for (int i = 0; i < 1000; ++i) x = tanh(x * 1.5 + exp(x));
  const PoolStatistics after = pool_statistics();
  CHECK_FALSE(x.tracked());
  CHECK(after.bytes_in_use == before.bytes_in_use);
  CHECK(after.system_allocations == before.system_allocations);
}

TEST_CASE("tape invariant 4: ops on constants are not recorded on a tape either") {
  Tape<double> tape;
  const V y = exp(V(1.0)) * 2.0;
  CHECK_FALSE(y.tracked());
  CHECK(tape.rules() == 0);
}

TEST_CASE("tape invariant 5: a Var of a dead tape on a new one is a clear error") {
  V old;
  {
    Tape<double> tape;
    old = tape.watch(1.0) * 2.0;
  }
  CHECK((old + old).item() == 4);  // without a tape it is a value like any other

  Tape<double> tape;
  const V fresh = tape.watch(1.0);
  SUBCASE("as an operand of a function") {
    const int line = __LINE__ + 1;
    const std::string message = error_of<Error>([&] { exp(old); });
    check_says(message, {"exp: an operand was recorded on a tape that has ended", ".value()",
                         line_of_this_file(line)});
  }
  SUBCASE("as an operand of an infix operator, on either side of one that is tracked") {
    const int line = __LINE__ + 1;
    check_says(error_of<Error>([&] { old* fresh; }), {line_of_this_file(line)});
    check_says(error_of<Error>([&] { fresh - old; }), {"sub: an operand was recorded on"});
    check_says(error_of<Error>([&] { -old; }), {"neg: an operand was recorded on"});
  }
  SUBCASE("in a list of operands") {
    check_says(error_of<Error>([&] {
                 concat<double>({reshape(fresh, {1}), reshape(old, {1})}, 0);
               }),
               {"reshape: an operand was recorded on"});
  }
  SUBCASE("as what is differentiated") {
    check_says(error_of<Error>([&] { tape.gradients(old); }), {"not on this tape"});
    check_says(error_of<Error>([&] { tape.gradients(fresh, Keep::yes)[old]; }),
               {"x was not on the tape"});
  }
  SUBCASE("its value is welcome") { CHECK((fresh * V(old.value())).item() == 2); }
}

TEST_CASE("tape invariant 5: a Var from before a sweep that let go is an error") {
  Tape<double> tape;
  const V x = tape.watch(1.0);
  tape.gradients(x * x);
  check_says(error_of<Error>([&] { exp(x); }), {"was swept"});
  const V again = tape.watch(3.0);
  CHECK(tape.gradients(again * again)[again].item() == 6);
}

TEST_CASE("tape invariant 6: untracked inputs store no rule") {
  Tape<double> tape;
  const V x(X::ones({4, 2})), w = tape.watch(X::ones({2, 2})), b = tape.watch(X::ones({2}));
  const V h = linear(x, w, b);
  CHECK(tape.rules() == 2);  // for the weight and the bias, not for the data
  linear(h, w, b);
  CHECK(tape.rules() == 5);
  where(X::vector({1, 0}), b, V(0.0));
  CHECK(tape.rules() == 6);
  concat<double>({b, X::zeros({5}), b}, 0);
  CHECK(tape.rules() == 8);
}

TEST_CASE("tape invariant 6: what only an untracked input's rule captured is released") {
  Tape<double> tape;
  const V leaf = tape.watch(X::ones({1000}));
  const std::int64_t before = bytes_in_use();
  {
    const V factor(2.0);
    const V h = leaf + 1.0;  // neither rule of add captures values
    const V y = h * factor;  // the rule for h captures the factor, the one for the factor h
    CHECK(bytes_in_use() > before + 2 * 8000);
    CHECK(tape.rules() == 2);
  }
  CHECK(bytes_in_use() < before + 8000);
}

TEST_CASE("tape invariant 7: only the engine undoes broadcasting") {
  // Every pair of shapes of rank 0 to 4 that broadcast to parts of [2, 3, 4, 5].
  const std::vector<Shape> shapes = shapes_that_broadcast_to({2, 3, 4, 5});
  REQUIRE(shapes.size() == 31);
  Rng rng(7);
  for (const Shape& sa : shapes)
    for (const Shape& sb : shapes) {
      Tape<double> tape;
      const V a = tape.watch(normal<double>(sa, rng)), b = tape.watch(normal<double>(sb, rng));
      const V y = a * b;
      const Shape full = y.shape();
      const X g = normal<double>(full, rng);
      const Gradients<double> gradients = tape.gradients(y, g);
      REQUIRE(gradients[a].shape() == sa);
      REQUIRE(gradients[b].shape() == sb);

      std::vector<double> da(static_cast<std::size_t>(sa.numel()));
      std::vector<double> db(static_cast<std::size_t>(sb.numel()));
      for (Size i = 0; i < full.numel(); ++i) {
        const std::size_t ia = source(sa, full, i), ib = source(sb, full, i);
        da[ia] += g.data()[i] * b.value().data()[ib];
        db[ib] += g.data()[i] * a.value().data()[ia];
      }
      double worst = 0;
      for (std::size_t i = 0; i < da.size(); ++i)
        worst = std::max(worst, std::abs(da[i] - gradients[a].value().to_vector()[i]));
      for (std::size_t i = 0; i < db.size(); ++i)
        worst = std::max(worst, std::abs(db[i] - gradients[b].value().to_vector()[i]));
      CAPTURE(sa.text());
      CAPTURE(sb.text());
      CHECK(worst < 1e-12);
    }
}

TEST_CASE("tape invariant 7: a rule may return either shape, but no other") {
  const auto op = [](const V& x, const Shape& shape_of_gradient) {
    V y = output(made_up("stretch"), x.value().broadcast_to({3, 2}), Where{}, x);
    vjp(y, x, [=](const V&) { return V(X::ones(shape_of_gradient)); });
    return y;
  };
  Tape<double> tape;
  const V x = tape.watch(X::ones({2}));
  CHECK(tape.gradients(sum(op(x, {3, 2})), Keep::yes)[x].value().to_vector() ==
        std::vector<double>{3, 3});
  CHECK(tape.gradients(sum(op(x, {2})), Keep::yes)[x].value().to_vector() ==
        std::vector<double>{1, 1});
  const std::string message = error_of<Error>([&] { tape.gradients(sum(op(x, {3})), Keep::yes); });
  check_says(message, {"stretch: its rule returned", "[3]", "[2]"});
  CHECK_THROWS_AS(tape.gradients(sum(op(x, Shape{})), Keep::yes), ShapeError);
}

TEST_CASE("tape invariant 2: a kept recording survives a rule that throws") {
  bool broken = true;
  Tape<double> tape;
  const V x = tape.watch(3.0);
  V y = output(made_up("moody"), x.value(), Where{}, x);
  vjp(y, x, [&broken](const V& g) { return broken ? throw Error("not today") : g; });
  CHECK(error_of<Error>([&] { tape.gradients(y, Keep::yes); }) == "not today");
  broken = false;
  CHECK(tape.gradients(y, Keep::yes)[x].item() == 1);
}

TEST_CASE("tape invariant 8: derivatives of derivatives, against closed forms") {
  const double x = 0.7;
  const double e = std::exp(x), t = std::tanh(x), s = 1 / (1 + std::exp(-x));
  check_derivatives([](const V& v) { return exp(v); }, x, {e, e, e, e, e});
  check_derivatives(
      [](const V& v) { return pow(v, V(5.0)); }, x,
      {std::pow(x, 5), 5 * std::pow(x, 4), 20 * std::pow(x, 3), 60 * x * x, 120 * x, 120, 0});
  check_derivatives([](const V& v) { return v * v * v * v * v; }, x,
                    {std::pow(x, 5), 5 * std::pow(x, 4), 20 * std::pow(x, 3), 60 * x * x, 120 * x});
  check_derivatives([](const V& v) { return log(v); }, x,
                    {std::log(x), 1 / x, -1 / (x * x), 2 / (x * x * x), -6 / (x * x * x * x)});
  check_derivatives([](const V& v) { return log1p(v); }, x,
                    {std::log1p(x), 1 / (1 + x), -1 / ((1 + x) * (1 + x)), 2 / std::pow(1 + x, 3)});
  const double t1 = 1 - t * t;
  check_derivatives([](const V& v) { return tanh(v); }, x,
                    {t, t1, -2 * t * t1, t1 * (6 * t * t - 2)});
  const double s1 = s * (1 - s), s2 = s1 * (1 - 2 * s), s3 = s1 * (1 - 6 * s + 6 * s * s);
  check_derivatives([](const V& v) { return sigmoid(v); }, x, {s, s1, s2, s3});
  check_derivatives([](const V& v) { return softplus(v); }, x, {std::log1p(e), s, s1, s2, s3});
  check_derivatives([](const V& v) { return sqrt(v); }, x,
                    {std::sqrt(x), 0.5 * std::pow(x, -0.5), -0.25 * std::pow(x, -1.5),
                     0.375 * std::pow(x, -2.5)});
  check_derivatives([](const V& v) { return 1.0 / v; }, x,
                    {1 / x, -1 / (x * x), 2 / (x * x * x), -6 / (x * x * x * x)});
  const double density = std::exp(-x * x / 2) / std::sqrt(2 * M_PI);
  check_derivatives(
      [](const V& v) { return normal_cdf(v); }, x,
      {std::erfc(-x / std::sqrt(2)) / 2, density, -x * density, (x * x - 1) * density});
}

TEST_CASE("tape invariant 8: a gradient inside a loss (a gradient penalty)") {
  // L = (df/dw)^2 with f = w^3 x, so df/dw = 3 w^2 x and dL/dw = 36 w^3 x^2.
  Tape<double> tape;
  const double x = 1.5, at = 0.8;
  const V w = tape.watch(at);
  const V slope = tape.recorded_gradients(w * w * w * x)[w];
  CHECK(tape.gradients(slope * slope)[w].item() ==
        doctest::Approx(36 * at * at * at * x * x).epsilon(1e-14));
}

TEST_CASE("tape invariant 8: gradients that nobody asked to record are constants") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  const V slope = tape.gradients(x * x * x, Keep::yes)[x];
  CHECK(slope.item() == 12);
  CHECK_FALSE(slope.tracked());
}

TEST_CASE("tape invariant 9: leaving the scope returns every byte") {
  Rng rng(3);
  const X data = normal<double>({64, 32}, rng), weight = normal<double>({16, 32}, rng);
  const auto build = [&](Tape<double>& tape, const V& w) {
    const V h = tanh(matmul(V(data), transpose(w)));
    return mean(square(exp(h) + tape.watch(1.0)));
  };
  const std::int64_t before = bytes_in_use();
  SUBCASE("never swept") {
    Tape<double> tape;
    build(tape, tape.watch(weight));
  }
  SUBCASE("swept") {
    Tape<double> tape;
    tape.gradients(build(tape, tape.watch(weight)));
  }
  SUBCASE("swept and kept") {
    Tape<double> tape;
    tape.gradients(build(tape, tape.watch(weight)), Keep::yes);
  }
  SUBCASE("swept twice, recorded") {
    Tape<double> tape;
    const V w = tape.watch(weight);
    const V slope = tape.recorded_gradients(build(tape, w))[w];
    tape.gradients(sum(square(slope)));
  }
  SUBCASE("left by an exception of a rule") {
    const auto sweep = [&] {
      Tape<double> tape;
      const V w = tape.watch(weight);
      const V x = exp(w);
      V y = output(made_up("broken"), x.value(), Where{}, x);
      vjp(y, x, [](const V&) -> V { throw Error("broken rule"); });
      tape.gradients(sum(exp(y)));
    };
    CHECK(error_of<Error>(sweep) == "broken rule");
    CHECK(Tape<double>::active() == nullptr);
  }
  CHECK(bytes_in_use() == before);
}

TEST_CASE("tape invariant 9: what a rule captured is let go of with the rule, and once") {
  const auto token = std::make_shared<int>(0);
  const auto hold = [&](const V& x) {
    V y = output(made_up("hold"), x.value(), Where{}, x);
    vjp(y, x, [token](const V& g) { return g; });
    return y;
  };
  {
    Tape<double> tape;
    hold(V(1.0));
    CHECK(token.use_count() == 1);
    const V x = tape.watch(1.0);
    const V y = hold(hold(x));
    CHECK(token.use_count() == 3);
    tape.gradients(y, Keep::yes);
    CHECK(token.use_count() == 3);
    tape.gradients(y);
    CHECK(token.use_count() == 1);
    hold(tape.watch(1.0));
    CHECK(token.use_count() == 2);
  }
  CHECK(token.use_count() == 1);
}

TEST_CASE("rules of any size keep what they captured, and return every byte") {
  const std::int64_t before = bytes_in_use();
  {
    Tape<double> tape;
    const V leaf = tape.watch(1.0);
    V y = leaf;
    double expected = 1;
    const auto scale = [&]<std::size_t n>(const std::array<double, n>& factors) {
      const V x = y;
      y = output(made_up("scale"), x.value(), Where{}, x);
      vjp(y, x, [factors](const V& g) { return g * (factors.front() * factors.back()); });
      expected *= factors.front() * factors.back();
    };
    for (int i = 0; i < 100; ++i) {  // one number, some, more than a chunk of the arena holds
      const double a = 1 + 0.001 * i;
      scale(std::array{a});
      std::array<double, 77> some{};
      some.front() = a, some.back() = 2 - a;
      scale(some);
      std::array<double, 1000> many{};
      many.front() = a, many.back() = 1 / a + 0.001;
      scale(many);
    }
    CHECK(tape.gradients(y)[leaf].item() == doctest::Approx(expected));
  }
  CHECK(bytes_in_use() == before);
}

TEST_CASE("an arena aligns its pieces and gives all of them back") {
  const std::int64_t before = bytes_in_use();
  Arena arena;
  for (int round = 0; round < 2; ++round) {
    std::vector<char*> pieces;
    for (std::size_t i = 0; i < 1000; ++i) {
      pieces.push_back(static_cast<char*>(arena.room_for<char[17]>()));
      CHECK(reinterpret_cast<std::uintptr_t>(pieces[i]) % alignof(std::max_align_t) == 0);
      std::fill_n(pieces[i], 17, static_cast<char>(i));
    }
    for (std::size_t i = 0; i < 1000; ++i)
      CHECK(std::count(pieces[i], pieces[i] + 17, static_cast<char>(i)) == 17);
    CHECK(bytes_in_use() >= before + 17'000);
    arena.clear();
    CHECK(bytes_in_use() <= before + 4096);  // the list of chunks
  }
}

TEST_CASE(
    "tape invariant 9: nodes and rules are memory of the pool, taken again by the next tape") {
  const auto record = [] {
    Tape<double> tape;
    const std::int64_t empty = bytes_in_use();
    V y = tape.watch(1.0);
    for (int i = 0; i < 1000; ++i) y = -y;
    CHECK(bytes_in_use() > empty + 1000 * 64);
    tape.gradients(y);
  };
  record();
  const std::int64_t first = pool_statistics().system_allocations;
  record();
  CHECK(pool_statistics().system_allocations == first);
}

TEST_CASE("tape invariant 9: memory falls while the gradients are swept") {
  constexpr std::int64_t layer = 80'000;  // bytes of a tensor
  std::vector<std::int64_t> bytes;
  trim_pool();  // a larger block that an earlier test left would be taken for a smaller one
  Tape<double> tape;
  const V x = tape.watch(X::full({layer / 8}, 0.1));
  {
    V y = x;
    for (int i = 0; i < 20; ++i) y = probing_identity(tanh(y), bytes);
    y = sum(y);
    tape.gradients(y);
  }
  REQUIRE(bytes.size() == 20);
  for (std::size_t i = 1; i < bytes.size(); ++i) CHECK(bytes[i] <= bytes[i - 1]);
  CHECK(bytes.back() <= bytes.front() - 17 * layer);
}

TEST_CASE("after a sweep a leaf is owned by its owner alone and can be written in place") {
  Identity name;
  X weight = X::ones({3, 2});
  const X x = X::ones({5, 2});
  const double* const memory = weight.data();
  Tape<double> tape;
  const Gradients<double> gradients = [&] {
    const V w = tape.watch(name, weight);
    const V y = mean(square(matmul(V(x), transpose(w)) * sum(w)));
    CHECK_FALSE(weight.exclusive());
    return tape.gradients(y);
  }();
  CHECK(weight.exclusive());
  CHECK(weight.write() == memory);
  REQUIRE(gradients.find(name) != nullptr);
  CHECK(gradients.find(name)->shape() == weight.shape());
}

TEST_CASE("an Identity names an object: a copy gets a new one, a move takes it along") {
  Identity a;
  Identity copy = a;
  CHECK(copy.number() != a.number());
  const std::uint64_t number = a.number();
  Identity moved = std::move(a);
  CHECK(moved.number() == number);
  Identity assigned;
  const std::uint64_t own = assigned.number();
  assigned = moved;
  CHECK(assigned.number() == own);  // a new value, the same object
  assigned = std::move(copy);
  CHECK(assigned.number() == own);
}

TEST_CASE("an Identity watched twice is one leaf") {
  const Identity name;
  const X weight(3.0);
  Tape<double> tape;
  const V y = tape.watch(name, weight) * tape.watch(name, weight);
  const Gradients<double> gradients = tape.gradients(y);
  REQUIRE(gradients.find(name) != nullptr);
  CHECK(gradients.find(name)->item() == 6);
}

TEST_CASE("an Identity that the tape never met, or the output does not need, has no gradient") {
  const Identity used, unused, unknown;
  Tape<double> tape;
  const V x = tape.watch(used, X(2.0)), z = tape.watch(unused, X(2.0));
  const Gradients<double> gradients = tape.gradients(x * x, Keep::yes);
  CHECK(gradients.find(used) != nullptr);
  CHECK(gradients.find(unused) == nullptr);
  CHECK(gradients.find(unknown) == nullptr);
  CHECK(gradients[z].item() == 0);
}

TEST_CASE("an Identity is a new leaf after a sweep, and on every tape") {
  const Identity name;
  const X weight(3.0);
  Tape<double> tape;
  for (int step = 0; step < 3; ++step) {
    const V w = tape.watch(name, weight);
    CHECK(tape.gradients(w * w).find(name)->item() == 6);
  }
  Tape<double> other;
  const V w = other.watch(name, weight);
  CHECK(other.gradients(w * w * w).find(name)->item() == 27);
}

TEST_CASE("two copies of one tensor are two leaves") {
  const X value(3.0);
  const X copy = value;
  Tape<double> tape;
  const V a = tape.watch(value), b = tape.watch(copy);
  const Gradients<double> gradients = tape.gradients(a * a * b);
  CHECK(gradients[a].item() == 18);
  CHECK(gradients[b].item() == 9);
}

TEST_CASE("a leaf that dies while the tape records is not mistaken for a new one") {
  // The pool hands out the same memory again; a tape that knew leaves by address would mix them up.
  Tape<double> tape;
  const V first = tape.watch(X::vector({1, 2})) * 2.0;
  const V second = tape.watch(X::vector({1, 2})) * 3.0;
  const V third = tape.watch(X::vector({5, 6}));
  CHECK(tape.gradients(sum(first + second + third))[third].value().to_vector() ==
        std::vector<double>{1, 1});
}

TEST_CASE("Recording pauses and resumes") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  V constant;
  {
    const Recording<double> off(nullptr);
    CHECK(Tape<double>::active() == nullptr);
    constant = x * x;
    {
      const Recording<double> on(&tape);
      CHECK(exp(x).tracked());
    }
    CHECK_FALSE(exp(x).tracked());
  }
  CHECK(Tape<double>::active() == &tape);
  CHECK(tape.rules() == 1);
  CHECK_FALSE(constant.tracked());
  CHECK(tape.gradients(constant * x)[x].item() == 4);  // 4 is a constant
}

TEST_CASE("tapes nest; the innermost records") {
  Tape<double> outer;
  const V x = outer.watch(2.0);
  const V y = x * x;
  {
    Tape<double> inner;
    CHECK(Tape<double>::active() == &inner);
    const V z = inner.watch(y.value());
    CHECK(inner.gradients(z * z, Keep::yes)[z].item() == 8);
    check_says(error_of<Error>([&] { z + x; }), {"is not the innermost one"});
    CHECK(outer.gradients(y, Keep::yes)[x].item() == 4);  // asking needs no recording
  }
  CHECK(Tape<double>::active() == &outer);
  CHECK(outer.gradients(y * x)[x].item() == 12);
}

TEST_CASE("tapes of float and of double do not see each other") {
  Tape<float> single;
  Tape<double> twice;
  CHECK(Tape<float>::active() == &single);
  CHECK(Tape<double>::active() == &twice);
  const Var<float> a = single.watch(3.0f);
  const V b = twice.watch(3.0);
  CHECK(single.gradients(a * a)[a].item() == 6);
  CHECK(twice.gradients(b * b * b)[b].item() == 27);
}

TEST_CASE("a tape belongs to the thread that made it") {
  Tape<double> tape;
  bool none = false;
  double gradient = 0;
  std::thread([&] {
    none = Tape<double>::active() == nullptr;
    Tape<double> own;
    const V x = own.watch(2.0);
    gradient = own.gradients(x * x)[x].item();
  }).join();
  CHECK(none);
  CHECK(gradient == 4);
  CHECK(Tape<double>::active() == &tape);
}

TEST_CASE("gradients of an output of several elements need a cotangent of its shape") {
  Tape<double> tape;
  const V x = tape.watch(X::vector({1, 2, 3}));
  const V y = x * x;
  const int line = __LINE__ + 1;
  const std::string none = error_of<Error>([&] { tape.gradients(y, Keep::yes); });
  check_says(none, {"y has shape [3], not one element; take its sum or mean, or pass a",
                    line_of_this_file(line)});
  check_says(error_of<Error>([&] { tape.recorded_gradients(y); }), {"y has shape [3]"});
  const std::string wrong = error_of<Error>([&] { tape.gradients(y, X::ones({1, 3}), Keep::yes); });
  check_says(wrong, {"cotangent [1, 3] for y [3]"});
  CHECK(tape.gradients(y, X::vector({1, 0, -1}))[x].value().to_vector() ==
        std::vector<double>{2, 0, -6});
}

TEST_CASE("an output of one element may have axes") {
  Tape<double> tape;
  const V x = tape.watch(X::full({1, 1}, 3.0));
  CHECK(tape.gradients(x * x)[x].shape() == Shape{1, 1});
}

TEST_CASE("gradients of a constant are an error") {
  Tape<double> tape;
  check_says(error_of<Error>([&] { tape.gradients(V(1.0)); }), {"y is a constant"});
}

TEST_CASE("gradients with respect to what is neither watched nor kept are an error") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  const V h = x * x;
  const V y = h * h;
  CHECK(tape.gradients(y, Keep::yes)[h].item() == 8);
  CHECK(tape.gradients(y, Keep::yes)[y].item() == 1);
  check_says(error_of<Error>([&] { tape.gradients(y, Keep::yes)[V(1.0)]; }), {"not on the tape"});
  const Gradients<double> gradients = tape.gradients(y);
  CHECK(gradients[x].item() == 32);
  check_says(error_of<Error>([&] { gradients[h]; }), {"intermediate"});
}

TEST_CASE("gradients know nothing of what was recorded after them") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  const Gradients<double> gradients = tape.gradients(x * x, Keep::yes);
  const V later = tape.watch(1.0);
  check_says(error_of<Error>([&] { gradients[later]; }), {"was not on the tape when"});
}

TEST_CASE("shape errors of ops on Vars name the op, both shapes and the caller's line") {
  Tape<double> tape;
  const V a = tape.watch(X::ones({2, 3})), b = tape.watch(X::ones({4}));
  const auto check = [](const std::string& message, const std::string& op, int line) {
    check_says(message, {op + ":", "[2, 3]", line_of_this_file(line)});
  };
  check(error_of<Error>([&] { add(a, b); }), "add", __LINE__);
  check(error_of<Error>([&] { a + b; }), "add", __LINE__);
  check(error_of<Error>([&] { a - b; }), "sub", __LINE__);
  check(error_of<Error>([&] { a* b; }), "mul", __LINE__);
  check(error_of<Error>([&] { a / b; }), "div", __LINE__);
  check(error_of<Error>([&] { pow(a, b); }), "pow", __LINE__);
  check(error_of<Error>([&] { maximum(a, b); }), "maximum", __LINE__);
  check(error_of<Error>([&] { where(X::ones({3}), a, b); }), "where", __LINE__);
  check(error_of<Error>([&] { bernoulli_log_prob(a, b); }), "bernoulli_log_prob", __LINE__);
  check(error_of<Error>([&] { matmul(a, a); }), "matmul", __LINE__);
  check(error_of<Error>([&] { linear(a, a, b); }), "linear", __LINE__);
  check(error_of<Error>([&] { reshape(a, {7}); }), "reshape", __LINE__);
  check(error_of<Error>([&] { transpose(a, 0, 2); }), "transpose", __LINE__);
  check(error_of<Error>([&] { broadcast_to(a, {3}); }), "broadcast_to", __LINE__);
  check(error_of<Error>([&] { sum_to(a, {5}); }), "sum_to", __LINE__);
  check(error_of<Error>([&] { concat<double>({a, b}, 0); }), "concat", __LINE__);
  check(error_of<Error>([&] { slice(a, 1, 2, 4); }), "slice", __LINE__);
  check(error_of<Error>([&] { gather(a, 0, Tensor<Size>::zeros({2})); }), "gather", __LINE__);
  const Tensor<Size> index = Tensor<Size>::zeros({2});
  check(error_of<Error>([&] { scatter_add(a, 0, index, {2, 3}); }), "scatter_add", __LINE__);
  check(error_of<Error>([&] { sum(a, 2); }), "sum", __LINE__);
  check(error_of<Error>([&] { mean(a, 2); }), "mean", __LINE__);
  check(error_of<Error>([&] { max(a, 2); }), "max", __LINE__);
  check(error_of<Error>([&] { logsumexp(a, -3); }), "logsumexp", __LINE__);
  check(error_of<Error>([&] { log_softmax(a, 2); }), "logsumexp", __LINE__);
}

TEST_CASE("a tensor is a value: writing to it after its use does not change gradients") {
  X x = X::vector({2, 3});
  X factor = X::vector({5, 7});
  Tape<double> tape;
  const V leaf = tape.watch(x);
  const V y = sum(leaf * leaf * V(factor));
  x.write()[0] = 100;
  factor.write()[1] = 100;
  CHECK(tape.gradients(y)[leaf].value().to_vector() == std::vector<double>{20, 42});
}

TEST_CASE("a gradient is a value: writing to one does not change another") {
  Tape<double> tape;
  const V a = tape.watch(X::vector({1, 2})), b = tape.watch(X::vector({3, 4}));
  const Gradients<double> gradients = tape.gradients(sum(a + b));
  X of_a = gradients[a].value();
  of_a.write()[0] = 100;
  CHECK(gradients[a].value().to_vector() == std::vector<double>{1, 1});
  CHECK(gradients[b].value().to_vector() == std::vector<double>{1, 1});
}

TEST_CASE("the tape lists the ops it has recorded") {
  Tape<double> tape;
  const V x = tape.watch(2.0);
  exp(x * x);
  CHECK(tape.ops() == std::vector<std::string>{"leaf", "mul", "exp"});
}

TEST_CASE("detach stops gradients") {
  Tape<double> tape;
  const V x = tape.watch(3.0);
  CHECK(tape.gradients(x * detach(x))[x].item() == 3);
}
