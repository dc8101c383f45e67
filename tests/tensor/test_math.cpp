// Arithmetic on tensors against plain loops: every op, layout, instruction set and thread count.
#include "tensor/math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tensor/isa.h"
#include "tensor/kernels.h"
#include "tensor/parallel.h"
#include "tests/support.h"

using namespace gradus;
using test::shape_error_of;

namespace {

template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();

/// Numbers between -2 and 2 that look random.
template <class T>
Tensor<T> sample(const Shape& shape, std::uint32_t seed = 1) {
  Tensor<T> x = Tensor<T>::uninitialized(shape);
  T* const p = x.write();
  for (Size i = 0; i < x.numel(); ++i) {
    seed = seed * 1664525 + 1013904223;
    p[i] = static_cast<T>(static_cast<double>(seed >> 8) / (1 << 22) - 2);
  }
  return x;
}

/// Tensors of this shape that lie in memory in different ways.
template <class T>
std::vector<Tensor<T>> layouts(const Shape& shape, std::uint32_t seed = 1) {
  std::vector<Tensor<T>> result = {sample<T>(shape, seed)};
  if (shape.rank() == 0) return result;
  Shape turned = shape, wider = shape, thin = shape;
  std::swap(turned[0], turned[-1]);
  result.push_back(sample<T>(turned, seed).transpose(0, -1));
  for (int axis = 0; axis < shape.rank(); ++axis) wider[axis] += 2;
  Tensor<T> inner = sample<T>(wider, seed);
  for (int axis = 0; axis < shape.rank(); ++axis) inner = inner.slice(axis, 1, shape[axis] + 1);
  result.push_back(inner);
  for (int axis = shape.rank() - 1; axis >= 0; axis -= 2) thin[axis] = 1;
  result.push_back(sample<T>(thin, seed).broadcast_to(shape));
  result.push_back(Tensor<T>(T(0.75)).broadcast_to(shape));
  return result;
}

/// Runs f with every instruction set, on one, two and three threads.
template <class F>
void everywhere(const F& f) {
  const Isa isa_before = isa();
  const int threads_before = threads();
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    CAPTURE(std::string(name(isa)));
    for (const int n : {1, 2, 3}) {
      set_threads(n);
      CAPTURE(n);
      f();
    }
  }
  set_isa(isa_before);
  set_threads(threads_before);
}

template <class T>
bool close(T x, T expected, double tolerance) {
  if (std::isnan(expected)) return std::isnan(x);
  if (x == expected) return true;
  const double size = std::max(1e-30, std::abs(static_cast<double>(expected)));
  return std::abs(static_cast<double>(x) - static_cast<double>(expected)) <= tolerance * size;
}

/// True if all elements are within a relative error of a few roundings.
template <class T>
bool close(const Tensor<T>& x, const std::vector<T>& expected, double roundings = 8) {
  const double tolerance = roundings * static_cast<double>(std::numeric_limits<T>::epsilon());
  const std::vector<T> values = x.to_vector();
  if (values.size() != expected.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!close(values[i], expected[i], tolerance)) {
      MESSAGE("element ", i, ": ", values[i], " instead of ", expected[i]);
      return false;
    }
  return true;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

template <class T>
struct UnaryOp {
  std::string name;
  Tensor<T> (*op)(const Tensor<T>&);
  T (*scalar)(T);
  bool positive = false;  // for positive numbers only
};

template <class T>
std::vector<UnaryOp<T>> unary_ops() {
  return {
      {"neg", neg<T>, [](T x) { return -x; }},
      {"abs", abs<T>, [](T x) { return std::abs(x); }},
      {"sign", sign<T>, [](T x) { return static_cast<T>((x > 0) - (x < 0)); }},
      {"sqrt", sqrt<T>, [](T x) { return std::sqrt(x); }, true},
      {"exp", exp<T>, [](T x) { return std::exp(x); }},
      {"log", log<T>, [](T x) { return std::log(x); }, true},
      {"log1p", log1p<T>, [](T x) { return std::log1p(x); }, true},
      {"tanh", tanh<T>, [](T x) { return std::tanh(x); }},
      {"sigmoid", sigmoid<T>, [](T x) { return 1 / (1 + std::exp(-x)); }},
      {"softplus", softplus<T>, [](T x) { return std::log1p(std::exp(x)); }},
      {"normal_cdf", normal_cdf<T>, [](T x) { return std::erfc(-x / std::sqrt(T(2))) / 2; }},
  };
}

template <class T>
struct BinaryOp {
  std::string name;
  Tensor<T> (*op)(const Tensor<T>&, const Tensor<T>&, Where);
  T (*scalar)(T, T);
};

template <class T>
std::vector<BinaryOp<T>> binary_ops() {
  return {
      {"add", add<T>, [](T a, T b) { return a + b; }},
      {"sub", sub<T>, [](T a, T b) { return a - b; }},
      {"mul", mul<T>, [](T a, T b) { return a * b; }},
      {"div", div<T>, [](T a, T b) { return a / b; }},
      {"pow", pow<T>, [](T a, T b) { return std::pow(a, b); }},
      {"maximum", maximum<T>, [](T a, T b) { return std::max(a, b); }},
      {"minimum", minimum<T>, [](T a, T b) { return std::min(a, b); }},
      {"equal", equal<T>, [](T a, T b) { return static_cast<T>(a == b); }},
      {"less", less<T>, [](T a, T b) { return static_cast<T>(a < b); }},
      {"where_positive", where_positive<T>, [](T a, T x) { return x > 0 ? a : T(0); }},
      {"tanh_gradient", tanh_gradient<T>, [](T g, T y) { return g * ((1 - y) * (1 + y)); }},
      {"sigmoid_gradient", sigmoid_gradient<T>, [](T g, T y) { return g * y * (1 - y); }},
      {"less_equal", less_equal<T>, [](T a, T b) { return static_cast<T>(a <= b); }},
      {"greater", greater<T>, [](T a, T b) { return static_cast<T>(a > b); }},
      {"greater_equal", greater_equal<T>, [](T a, T b) { return static_cast<T>(a >= b); }},
  };
}

/// Pairs of shapes that broadcast: all of rank 0 to 4 whose sizes are 1 or the full size.
std::vector<std::pair<Shape, Shape>> broadcast_pairs() {
  const std::vector<Size> full = {2, 3, 2, 5};
  std::vector<Shape> shapes;
  for (std::size_t rank = 0; rank <= 4; ++rank)
    for (unsigned ones = 0; ones < (1u << rank); ++ones) {
      std::vector<Size> sizes(full.end() - static_cast<std::ptrdiff_t>(rank), full.end());
      for (std::size_t axis = 0; axis < rank; ++axis)
        if (ones >> axis & 1) sizes[axis] = 1;
      shapes.emplace_back(sizes);
    }
  std::vector<std::pair<Shape, Shape>> pairs;
  for (const Shape& a : shapes)
    for (const Shape& b : shapes) pairs.emplace_back(a, b);
  return pairs;
}

/// Calls f(index) for every index of the shape, in row-major order.
template <class F>
void for_each_index(const Shape& shape, const F& f) {
  std::vector<Size> index(static_cast<std::size_t>(shape.rank()));
  for (Size number = 0; number < shape.numel(); ++number) {
    Size rest = number;
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
      index[static_cast<std::size_t>(axis)] = rest % shape[axis];
      rest /= shape[axis];
    }
    f(index);
  }
}

template <class T>
T element(const Tensor<T>& x, const std::vector<Size>& index) {
  const T* p = x.data();
  for (std::size_t axis = 0; axis < index.size(); ++axis) p += index[axis] * x.strides()[axis];
  return *p;
}

/// The reduction of x over the axes whose bit is set, by a plain loop in double.
template <class T, class F>
std::vector<T> reduced(const Tensor<T>& x, unsigned axes, double start, const F& f) {
  Shape kept = x.shape();
  for (int axis = 0; axis < x.rank(); ++axis)
    if (axes >> axis & 1) kept[axis] = 1;
  std::vector<double> result(static_cast<std::size_t>(kept.numel()), start);
  const Strides strides = row_major(kept);
  for_each_index(x.shape(), [&](const std::vector<Size>& index) {
    Size position = 0;
    for (int axis = 0; axis < x.rank(); ++axis)
      if (!(axes >> axis & 1))
        position += index[static_cast<std::size_t>(axis)] * strides[static_cast<std::size_t>(axis)];
    double& total = result[static_cast<std::size_t>(position)];
    total = f(total, static_cast<double>(element(x, index)));
  });
  return {result.begin(), result.end()};
}

/// The axes whose bit is set.
Axes axes_of(unsigned bits) {
  switch (__builtin_popcount(bits)) {
    case 0:
      return Axes(std::initializer_list<int>{});
    case 1:
      return Axes(__builtin_ctz(bits));
    default:
      break;
  }
  int list[4] = {}, count = 0;
  for (int axis = 0; axis < 4; ++axis)
    if (bits >> axis & 1) list[count++] = axis;
  if (count == 2) return Axes({list[1], list[0]});
  if (count == 3) return Axes({list[0], list[1], list[2]});
  return Axes::all();
}

template <class T>
double dot(const Tensor<T>& a, const Tensor<T>& b) {
  double total = 0;
  const std::vector<T> x = a.to_vector(), y = b.to_vector();
  for (std::size_t i = 0; i < x.size(); ++i)
    total += static_cast<double>(x[i]) * static_cast<double>(y[i]);
  return total;
}

}  // namespace

// -- Elementwise ---------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("every function of one argument, in every layout", T, float, double) {
  everywhere([] {
    for (const Shape& shape : {Shape{}, Shape{0, 3}, Shape{7}, Shape{5, 1, 37}, Shape{33, 301}})
      for (const Tensor<T>& view : layouts<T>(shape))
        for (const UnaryOp<T>& f : unary_ops<T>()) {
          CAPTURE(f.name);
          const Tensor<T> x = f.positive ? abs(view) : view;
          std::vector<T> expected = x.to_vector();
          for (T& v : expected) v = f.scalar(v);
          const Tensor<T> y = f.op(x);
          REQUIRE(y.shape() == shape);
          REQUIRE(close(y, expected));
        }
  });
}

TEST_CASE_TEMPLATE("every function of two arguments, in all ways to broadcast", T, float, double) {
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    for (const std::pair<Shape, Shape>& shapes : broadcast_pairs()) {
      const Shape &a_shape = shapes.first, &b_shape = shapes.second;
      CAPTURE(a_shape.text());
      CAPTURE(b_shape.text());
      const Shape shape = broadcast_shapes("op", a_shape, b_shape, {});
      for (const Tensor<T>& a : layouts<T>(a_shape, 1))
        for (const Tensor<T>& b : layouts<T>(b_shape, 2)) {
          const std::vector<T> x = a.broadcast_to(shape).to_vector();
          const std::vector<T> y = b.broadcast_to(shape).to_vector();
          for (const BinaryOp<T>& f : binary_ops<T>()) {
            CAPTURE(f.name);
            std::vector<T> expected;
            for (std::size_t i = 0; i < x.size(); ++i) expected.push_back(f.scalar(x[i], y[i]));
            const Tensor<T> z = f.op(a, b, {});
            REQUIRE(z.shape() == shape);
            REQUIRE(close(z, expected, 2));
          }
        }
    }
  }
  set_isa(available_isas().back());
}

TEST_CASE_TEMPLATE("functions of two arguments on large tensors", T, float, double) {
  everywhere([] {
    const Tensor<T> a = sample<T>({150, 301}, 1), b = sample<T>({301, 150}, 2).transpose();
    const Tensor<T> row = sample<T>({301}, 3), column = sample<T>({150, 1}, 4);
    for (const Tensor<T>& other : {a, b, row, column, Tensor<T>(T(0.5))}) {
      const std::vector<T> x = a.to_vector(), y = other.broadcast_to(a.shape()).to_vector();
      std::vector<T> products, differences;
      for (std::size_t i = 0; i < x.size(); ++i) {
        products.push_back(x[i] * y[i]);
        differences.push_back(y[i] - x[i]);
      }
      REQUIRE(close(a * other, products, 0));
      REQUIRE(close(other - a, differences, 0));
    }
  });
}

TEST_CASE_TEMPLATE("bernoulli_log_prob is x log p + (1 - x) log(1 - p), to the last digits", T,
                   float, double) {
  everywhere([] {
    const Tensor<T> logits = sample<T>({50, 3}, 1) * Tensor<T>(7),
                    grey = sigmoid(sample<T>({3}, 2));
    for (const Tensor<T>& x : {grey, Tensor<T>(0), Tensor<T>(1), Tensor<T>(T(0.3))}) {
      const std::vector<T> l = logits.to_vector(), xs = x.broadcast_to({50, 3}).to_vector();
      std::vector<T> expected;
      for (std::size_t i = 0; i < l.size(); ++i) {
        const auto log_p = -std::log1p(std::exp(-static_cast<double>(l[i])));
        const auto log_q = -std::log1p(std::exp(static_cast<double>(l[i])));
        const auto v = static_cast<double>(xs[i]);
        expected.push_back(static_cast<T>(v * log_p + (1 - v) * log_q));
      }
      CHECK(close(bernoulli_log_prob(logits, x), expected));
      Tensor<T> score;
      const Tensor<T> beside = bernoulli_log_prob(logits, x, Where(), &score);
      CHECK(same_bits(beside.to_vector(), bernoulli_log_prob(logits, x).to_vector()));
      CHECK(close(score, (x - sigmoid(logits)).to_vector()));
    }
  });
  // Logits of any size give numbers.
  const Tensor<float> sure = Tensor<float>::vector({1000, -1000, 1000, -1000});
  const Tensor<float> pixels = Tensor<float>::vector({1, 0, 0, 1});
  CHECK(bernoulli_log_prob(sure, pixels).to_vector() == std::vector<float>{0, 0, -1000, -1000});
}

TEST_CASE_TEMPLATE("numbers and tensors mix in infix operators", T, float, double) {
  const Tensor<T> x = Tensor<T>::vector({1, 2, 4});
  CHECK((x + x).to_vector() == std::vector<T>{2, 4, 8});
  CHECK((2 * x).to_vector() == std::vector<T>{2, 4, 8});
  CHECK((x * T(0.5)).to_vector() == std::vector<T>{0.5, 1, 2});
  CHECK((0.5 * x).to_vector() == std::vector<T>{0.5, 1, 2});
  CHECK((1 - x).to_vector() == std::vector<T>{0, -1, -3});
  CHECK((x - T(1)).to_vector() == std::vector<T>{0, 1, 3});
  CHECK((8 / x).to_vector() == std::vector<T>{8, 4, 2});
  CHECK((x / T(2)).to_vector() == std::vector<T>{0.5, 1, 2});
  CHECK((-x).to_vector() == std::vector<T>{-1, -2, -4});
}

TEST_CASE("single numbers of any rank and views in order mix with whole tensors") {
  const Tensor<double> x = Tensor<double>::arange(12).reshape({3, 4});
  const Tensor<double> one = Tensor<double>::full({1, 1}, 10);
  const Tensor<double> last_row = x.slice(0, 2, 3), last = x.slice(0, 2, 3).slice(1, 3, 4);
  std::vector<double> expected(12);
  for (std::size_t i = 0; i < 12; ++i) expected[i] = static_cast<double>(i) - 10;
  CHECK(sub(x, one).to_vector() == expected);
  CHECK(sub(one, last_row).to_vector() == std::vector<double>{2, 1, 0, -1});
  CHECK(sub(last, last_row).to_vector() == std::vector<double>{3, 2, 1, 0});
  CHECK(sub(last_row, last_row).to_vector() == std::vector<double>(4));
  CHECK(neg(last).item() == -11);
  CHECK(add(one, last).shape() == Shape{1, 1});
  CHECK(sub(one.broadcast_to({2, 2}), last).to_vector() == std::vector<double>(4, -1));
}

TEST_CASE("an argument stays as it was") {
  const Tensor<float> x = sample<float>({100}), y = sample<float>({100}, 2);
  const std::vector<float> before = x.to_vector();
  (void)(x + y);
  (void)exp(x);
  (void)sum(x);
  CHECK(x.to_vector() == before);
}

TEST_CASE_TEMPLATE("NaN: maximum and minimum keep it, comparisons are false", T, float, double) {
  everywhere([] {
    const T n = not_a_number<T>;
    for (const Size size : {1, 3, 40}) {
      const Tensor<T> nan = Tensor<T>::full({size}, n), one = Tensor<T>::ones({size});
      for (const auto& [a, b] : {std::pair(nan, one), std::pair(one, nan), std::pair(nan, nan),
                                 std::pair(nan, Tensor<T>(1)), std::pair(Tensor<T>(1), nan)}) {
        CHECK(std::isnan(maximum(a, b).at({-1})));
        CHECK(std::isnan(minimum(a, b).at({-1})));
        for (const auto& compare : {equal<T>, less<T>, less_equal<T>, greater<T>, greater_equal<T>})
          CHECK(compare(a, b, {}).at({-1}) == 0);
      }
      CHECK(std::isnan(sign(nan).at({-1})));
    }
  });
}

TEST_CASE_TEMPLATE("infinities and zeros of both signs, as arrays and repeated", T, float, double) {
  everywhere([] {
    const T inf = infinity<T>;
    const Tensor<T> one = Tensor<T>::ones({9});
    CHECK(div(one, Tensor<T>::zeros({9})).at({8}) == inf);
    CHECK(div(one, Tensor<T>::full({9}, T(-0.0))).at({8}) == -inf);
    CHECK(div(one, Tensor<T>(T(-0.0))).at({8}) == -inf);
    CHECK(std::signbit(neg(Tensor<T>::zeros({9})).at({8})));
    CHECK(!std::signbit(abs(Tensor<T>::full({9}, T(-0.0))).at({8})));
    CHECK(less(Tensor<T>(-inf), Tensor<T>::full({9}, inf)).at({8}) == 1);
    CHECK(maximum(Tensor<T>(-inf), one).at({8}) == 1);
    CHECK(std::isnan(sub(Tensor<T>(inf), Tensor<T>::full({9}, inf)).at({0})));
    CHECK(std::isnan(sqrt(Tensor<T>(-1)).item()));
    CHECK(pow(Tensor<T>(-2), Tensor<T>(3)).item() == -8);
    CHECK(pow(Tensor<T>(0), Tensor<T>(0)).item() == 1);
  });
}

TEST_CASE_TEMPLATE("an element's bits do not depend on where it stands", T, float, double) {
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    for (const T value : {T(0.3), T(-1.7), T(1e-3)}) {
      for (const UnaryOp<T>& f : unary_ops<T>()) {
        CAPTURE(f.name);
        const Tensor<T> x(f.positive ? std::abs(value) : value);
        const T expected = f.op(x).item();
        for (Size n = 1; n < 70; ++n)
          REQUIRE(same_bits(f.op(x.broadcast_to({n}).to_contiguous()).to_vector(),
                            std::vector<T>(static_cast<std::size_t>(n), expected)));
      }
      const Tensor<T> logit(value), x(T(0.4));
      Tensor<T> score;
      const T expected = bernoulli_log_prob(logit, x, Where(), &score).item();
      for (Size n = 1; n < 70; ++n)
        for (const Tensor<T>& other : {x, x.broadcast_to({n}).to_contiguous()}) {
          Tensor<T> scores;
          const Tensor<T> logits = logit.broadcast_to({n}).to_contiguous();
          REQUIRE(same_bits(bernoulli_log_prob(logits, other, Where(), &scores).to_vector(),
                            std::vector<T>(static_cast<std::size_t>(n), expected)));
          REQUIRE(same_bits(scores.to_vector(),
                            std::vector<T>(static_cast<std::size_t>(n), score.item())));
        }
    }
  }
  set_isa(available_isas().back());
}

TEST_CASE_TEMPLATE("where_positive gives 0 at 0, -0 and NaN, whatever a is", T, float, double) {
  everywhere([] {
    const T n = not_a_number<T>, infinity = std::numeric_limits<T>::infinity();
    for (const Size size : {1, 3, 40})
      for (const T a : {T(2), infinity, n})
        for (const T x : {T(0), T(-0.0), n, T(-1)})
          CHECK(where_positive(Tensor<T>::full({size}, a), Tensor<T>::full({size}, x)).at({-1}) ==
                0);
  });
}

TEST_CASE_TEMPLATE("where chooses element by element", T, float, double) {
  everywhere([] {
    for (const Shape& shape : {Shape{}, Shape{0}, Shape{3, 5}, Shape{2, 3, 300}, Shape{40000}}) {
      const auto as = layouts<T>(shape, 2), bs = layouts<T>(shape, 3);
      for (const Tensor<T>& c : layouts<T>(shape, 1))
        for (std::size_t i = 0; i < as.size(); ++i) {
          const Tensor<T> condition = greater(c, Tensor<T>(0)), &a = as[i];
          const Tensor<T>& b = bs[bs.size() - 1 - i];
          const std::vector<T> cv = condition.to_vector(), av = a.to_vector(), bv = b.to_vector();
          std::vector<T> expected;
          for (std::size_t k = 0; k < cv.size(); ++k)
            expected.push_back(cv[k] != 0 ? av[k] : bv[k]);
          REQUIRE(where(condition, a, b).to_vector() == expected);
        }
    }
  });
  const Tensor<T> condition = Tensor<T>::matrix({{1}, {0}}), row = Tensor<T>::vector({1, 2, 3});
  CHECK(where(condition, row, Tensor<T>(7)).to_vector() == std::vector<T>{1, 2, 3, 7, 7, 7});
  // What is not chosen leaves no trace, not even NaN.
  CHECK(where(condition, Tensor<T>(1), Tensor<T>::matrix({{not_a_number<T>}, {2}})).to_vector() ==
        std::vector<T>{1, 2});
}

TEST_CASE("add_to works in place only where nobody else sees the memory") {
  Tensor<float> a = sample<float>({4, 5});
  const Tensor<float> b = sample<float>({5}, 2);
  const std::vector<float> expected = (a + b).to_vector();
  const float* const before = a.data();
  add_to(a, b);
  CHECK(a.data() == before);
  CHECK(a.to_vector() == expected);

  const Tensor<float> seen = a;
  add_to(a, b);
  CHECK(seen.to_vector() == expected);
  CHECK(a.to_vector() == (seen + b).to_vector());

  Tensor<float> repeated = Tensor<float>(1).broadcast_to({3});
  add_to(repeated, Tensor<float>::vector({1, 2, 3}));
  CHECK(repeated.to_vector() == std::vector<float>{2, 3, 4});

  Tensor<float> turned = sample<float>({3, 2}).transpose();
  const std::vector<float> sums = (turned + turned).to_vector();
  add_to(turned, turned);
  CHECK(turned.to_vector() == sums);

  Tensor<float> square = sample<float>({3, 3});
  const std::vector<float> with_own_view = (square + square.transpose()).to_vector();
  add_to(square, square.transpose());
  CHECK(square.to_vector() == with_own_view);
}

// -- Reductions ----------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("sum, mean and max over every set of axes, in every layout", T, float, double) {
  everywhere([] {
    for (const Shape& shape :
         {Shape{}, Shape{5}, Shape{1}, Shape{3, 4}, Shape{2, 3, 4}, Shape{3, 2, 1, 4}})
      for (const Tensor<T>& x : layouts<T>(shape))
        for (unsigned bits = 0; bits < (1u << shape.rank()); ++bits) {
          CAPTURE(shape.text());
          CAPTURE(bits);
          const Axes axes = axes_of(bits);
          const auto plus = [](double a, double b) { return a + b; };
          const auto larger = [](double a, double b) { return std::max(a, b); };
          // Sums of both signs cancel, so the error is relative to the sum of the sizes.
          const std::vector<T> sums = reduced(x, bits, 0, plus);
          const std::vector<T> sizes = reduced(abs(x), bits, 0, plus);
          const std::vector<T> got = sum(x, axes).to_vector();
          REQUIRE(got.size() == sums.size());
          for (std::size_t i = 0; i < got.size(); ++i)
            REQUIRE(std::abs(got[i] - sums[i]) <= 4 * std::numeric_limits<T>::epsilon() * sizes[i]);
          REQUIRE(max(x, axes).to_vector() == reduced(x, bits, -1e30, larger));
          const T count = static_cast<T>(x.numel()) / static_cast<T>(sums.size());
          REQUIRE(close(mean(x, axes) * Tensor<T>(count), got, 4));
          REQUIRE(sum(x, axes).shape() == reduced_shape("sum", shape, axes, Dims::drop, {}));
          REQUIRE(max(x, axes, Dims::keep).shape() ==
                  reduced_shape("max", shape, axes, Dims::keep, {}));
          REQUIRE(same_bits(sum(x, axes, Dims::keep).to_vector(), got));
        }
  });
}

TEST_CASE_TEMPLATE("large reductions: more rows, columns and numbers than one task has", T, float,
                   double) {
  everywhere([] {
    for (const Shape& shape : {Shape{100001}, Shape{3, 20001}, Shape{20001, 3}, Shape{20480, 6},
                               Shape{300, 301}, Shape{17, 40, 60}, Shape{2, 33000, 1}})
      for (const Tensor<T>& x : {sample<T>(shape), sample<T>(shape).transpose(0, -1)})
        for (unsigned bits = 1; bits < (1u << shape.rank()); ++bits) {
          CAPTURE(x.shape().text());
          CAPTURE(bits);
          const auto plus = [](double a, double b) { return a + b; };
          const auto larger = [](double a, double b) { return std::max(a, b); };
          const std::vector<T> sizes = reduced(abs(x), bits, 0, plus);
          const std::vector<T> sums = reduced(x, bits, 0, plus);
          const std::vector<T> got = sum(x, axes_of(bits)).to_vector();
          for (std::size_t i = 0; i < got.size(); ++i)
            REQUIRE(std::abs(got[i] - sums[i]) <= 8 * std::numeric_limits<T>::epsilon() * sizes[i]);
          REQUIRE(max(x, axes_of(bits)).to_vector() == reduced(x, bits, -1e30, larger));
        }
  });
}

TEST_CASE("the sum of a million equal floats is right to one part in a million") {
  everywhere([] {
    const double exact = 1e6 * static_cast<double>(0.1f);
    const auto error = [&](float total) { return std::abs(total - exact) / exact; };
    CHECK(error(sum(Tensor<float>::full({1000000}, 0.1f)).item()) < 1e-6);
    CHECK(error(sum(Tensor<float>(0.1f).broadcast_to({1000000})).item()) < 1e-6);
    const Tensor<float> columns = Tensor<float>::full({1000000, 2}, 0.1f);
    CHECK(error(sum(columns, 0).at({1})) < 1e-6);
    CHECK(error(sum(columns.transpose(), 1).at({1})) < 1e-6);
    CHECK(mean(columns).item() == doctest::Approx(0.1).epsilon(1e-6));
  });
}

TEST_CASE_TEMPLATE("NaN and infinities pass through reductions", T, float, double) {
  everywhere([] {
    for (const Size n : {1, 2, 7, 100, 40000})
      for (const Size place : {Size{0}, n / 2, n - 1}) {
        Tensor<T> x = Tensor<T>::ones({n});
        x.write()[place] = not_a_number<T>;
        REQUIRE(std::isnan(max(x).item()));
        REQUIRE(std::isnan(sum(x).item()));
        REQUIRE(argmax(x, 0).item() == place);
        x.write()[place] = infinity<T>;
        REQUIRE(max(x).item() == infinity<T>);
        REQUIRE(mean(x).item() == infinity<T>);
        const Tensor<T> columns = x.reshape({n, 1}).broadcast_to({n, 3}).to_contiguous();
        REQUIRE(max(columns, 0).at({2}) == infinity<T>);
      }
    Tensor<T> x = Tensor<T>::ones({100, 3});
    x.write()[3 * 57 + 1] = not_a_number<T>;
    CHECK(max(x, 0).at({0}) == 1);
    CHECK(std::isnan(max(x, 0).at({1})));
    CHECK(max(Tensor<T>::full({5}, -infinity<T>)).item() == -infinity<T>);
  });
}

TEST_CASE("the sum of nothing is 0, its mean NaN, its maximum an error") {
  const Tensor<float> none = Tensor<float>::zeros({0, 3});
  CHECK(sum(none).item() == 0);
  CHECK(sum(none, 0).to_vector() == std::vector<float>(3, 0));
  CHECK(sum(none, 1).shape() == Shape{0});
  CHECK(std::isnan(mean(none, 0).at({0})));
  CHECK(mean(none, 1).shape() == Shape{0});
  CHECK(shape_error_of([&] { max(none); }) == "max: no elements in [0, 3]");
  CHECK(shape_error_of([&] { argmax(none, 0); }) == "argmax: no elements in [0, 3]");
}

TEST_CASE("sum_to undoes broadcasting: it is the adjoint of broadcast_to") {
  for (const auto& [small, other] : broadcast_pairs()) {
    const Shape shape = broadcast_shapes("op", small, other, {});
    const Tensor<double> x = sample<double>(small, 1), g = sample<double>(shape, 2);
    const Tensor<double> back = sum_to(g, small);
    REQUIRE(back.shape() == small);
    REQUIRE(dot(x.broadcast_to(shape), g) == doctest::Approx(dot(x, back)).epsilon(1e-12));
  }
  const Tensor<float> x = sample<float>({2, 3});
  CHECK(sum_to(x, {2, 3}).data() == x.data());
  CHECK(shape_error_of([&] {
          sum_to(x, {1, 2, 3});
        }) == "sum_to: [1, 2, 3] does not broadcast to [2, 3]");
  CHECK(shape_error_of([&] { sum_to(x, {6, 3}); }) != "no error");
}

TEST_CASE_TEMPLATE("argmax finds the first of the largest along any axis", T, float, double) {
  const Tensor<T> ties = Tensor<T>::matrix({{1, 3, 3}, {2, 2, 2}, {5, 4, 5}});
  CHECK(argmax(ties, 1).to_vector() == std::vector<Size>{1, 0, 0});
  CHECK(argmax(ties, 0).to_vector() == std::vector<Size>{2, 2, 2});
  for (const Tensor<T>& x : layouts<T>({3, 4, 5}))
    for (int axis = 0; axis < 3; ++axis) {
      Shape rest = x.shape();
      rest[axis] = 1;
      std::vector<Size> expected;
      for_each_index(rest, [&](std::vector<Size> index) {
        Size best = 0;
        T largest = -infinity<T>;
        for (Size i = 0; i < x.shape()[axis]; ++i) {
          index[static_cast<std::size_t>(axis)] = i;
          if (element(x, index) > largest) largest = element(x, index), best = i;
        }
        expected.push_back(best);
      });
      REQUIRE(argmax(x, axis).to_vector() == expected);
      REQUIRE(argmax(x, axis - 3).shape() == reduced_shape("", x.shape(), axis, Dims::drop, {}));
    }
}

// -- Rearrangement -------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("concat joins along any axis; slices get the parts back", T, float, double) {
  for (int axis = -3; axis < 3; ++axis) {
    std::vector<Tensor<T>> parts;
    for (const Size n : {2, 0, 1, 3}) {
      Shape shape{2, 3, 4};
      shape[axis < 0 ? axis + 3 : axis] = n;
      parts.push_back(layouts<T>(shape, static_cast<std::uint32_t>(n) + 1)[parts.size() % 3]);
    }
    const Tensor<T> joined = concat(parts, axis);
    Size begin = 0;
    for (const Tensor<T>& part : parts) {
      const Size n = part.shape()[axis];
      CHECK(joined.slice(axis, begin, begin + n).to_vector() == part.to_vector());
      begin += n;
    }
    CHECK(joined.shape()[axis] == begin);
  }
  CHECK(concat(std::vector{Tensor<Size>::arange(2), Tensor<Size>::arange(3)}, 0).to_vector() ==
        std::vector<Size>{0, 1, 0, 1, 2});
}

TEST_CASE("gather reads at the index, scatter_add is its adjoint") {
  for (const Tensor<double>& x : layouts<double>({3, 4, 5}))
    for (int axis = 0; axis < 3; ++axis) {
      Shape shape{2, 3, 4};
      shape[axis] = 6;  // longer than x along its axis, shorter elsewhere
      std::vector<Size> places;
      for (Size i = 0; i < shape.numel(); ++i) places.push_back(i * 7 % x.shape()[axis]);
      const auto index = Tensor<Size>::from(shape, places);
      const Tensor<double> y = gather(x, axis - 3, index);
      REQUIRE(y.shape() == shape);
      for_each_index(shape, [&](std::vector<Size> at) {
        const double value = element(y, at);
        at[static_cast<std::size_t>(axis)] = element(index, at);
        REQUIRE(value == element(x, at));
      });
      const Tensor<double> g = layouts<double>(shape, 5)[1];
      const Tensor<double> back = scatter_add(g, axis, index, x.shape());
      REQUIRE(back.shape() == x.shape());
      REQUIRE(dot(y, g) == doctest::Approx(dot(x, back)).epsilon(1e-12));
    }
}

TEST_CASE("take_rows picks rows in any order, also twice") {
  const Tensor<float> x = sample<float>({4, 2, 3});
  const Tensor<float> rows = take_rows(x, {3, 0, 3});
  CHECK(rows.shape() == Shape{3, 2, 3});
  CHECK(rows.slice(0, 0, 1).to_vector() == x.slice(0, 3, 4).to_vector());
  CHECK(rows.slice(0, 1, 2).to_vector() == x.slice(0, 0, 1).to_vector());
  CHECK(rows.slice(0, 2, 3).to_vector() == x.slice(0, 3, 4).to_vector());
  CHECK(take_rows(x, {}).shape() == Shape{0, 2, 3});
  for (const Size columns : {300, 5000}) {  // many rows, and long ones: several tasks
    const Tensor<float> large = sample<float>({50, columns});
    std::vector<Size> order;
    for (Size i = 0; i < 40; ++i) order.push_back(i * 17 % 50);
    order.push_back(order[3]);
    const Tensor<float> taken = take_rows(large, order);
    for (Size i = 0; i < taken.shape()[0]; ++i) {
      const Size from = order[static_cast<std::size_t>(i)];
      REQUIRE(taken.slice(0, i, i + 1).to_vector() == large.slice(0, from, from + 1).to_vector());
    }
  }
  CHECK(take_rows(sample<float>({2, 3}).transpose(), {1}).to_vector() ==
        sample<float>({2, 3}).slice(1, 1, 2).to_vector());
  CHECK(take_rows(Tensor<Size>::arange(5), {4, 1}).to_vector() == std::vector<Size>{4, 1});
}

TEST_CASE("one_hot has a 1 at the class") {
  const auto labels = Tensor<Size>::from({2, 2}, {0, 2, 1, 1});
  const Tensor<float> y = one_hot<float>(labels, 3);
  CHECK(y.shape() == Shape{2, 2, 3});
  CHECK(y.to_vector() == std::vector<float>{1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0});
  CHECK(one_hot<double>(Tensor<Size>(1), 2).to_vector() == std::vector<double>{0, 1});
}

// -- Products ------------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("matmul against three loops: batched, broadcast, in every layout", T, float,
                   double) {
  struct Case {
    Shape a, b, result;
  };
  const Case cases[] = {
      {{2, 3}, {3, 4}, {2, 4}},
      {{1, 1}, {1, 1}, {1, 1}},
      {{17, 33}, {33, 9}, {17, 9}},
      {{2, 5, 3}, {3, 4}, {2, 5, 4}},
      {{5, 3}, {2, 3, 4}, {2, 5, 4}},
      {{2, 1, 3, 4}, {3, 4, 2}, {2, 3, 3, 2}},
      {{3, 1, 2, 5}, {1, 2, 5, 3}, {3, 2, 2, 3}},
      {{2, 0}, {0, 3}, {2, 3}},
      {{0, 2}, {2, 3}, {0, 3}},
      {{0, 2, 3}, {3, 2}, {0, 2, 2}},
  };
  everywhere([&] {
    for (const Case& c : cases)
      for (const Tensor<T>& a : layouts<T>(c.a, 1))
        for (const Tensor<T>& b : layouts<T>(c.b, 2)) {
          CAPTURE(c.a.text());
          CAPTURE(c.b.text());
          const Tensor<T> y = matmul(a, b);
          REQUIRE(y.shape() == c.result);
          Shape left = c.result, right = c.result;
          left[-1] = c.a[-1];
          right[-2] = c.b[-2];
          const Tensor<T> x = a.broadcast_to(left), z = b.broadcast_to(right);
          for_each_index(c.result, [&](const std::vector<Size>& at) {
            double expected = 0, sizes = 0;
            std::vector<Size> in_x = at, in_z = at;
            for (Size k = 0; k < c.a[-1]; ++k) {
              in_x.back() = in_z[in_z.size() - 2] = k;
              const auto product =
                  static_cast<double>(element(x, in_x)) * static_cast<double>(element(z, in_z));
              expected += product;
              sizes += std::abs(product);
            }
            REQUIRE(std::abs(static_cast<double>(element(y, at)) - expected) <=
                    8 * static_cast<double>(std::numeric_limits<T>::epsilon()) * sizes);
          });
        }
  });
}

TEST_CASE_TEMPLATE("linear is x W' + b for x of rank 1, 2 and 3", T, float, double) {
  everywhere([] {
    for (const Shape& shape : {Shape{5}, Shape{4, 5}, Shape{2, 3, 5}, Shape{0, 5}, Shape{2, 0, 5}})
      for (const Tensor<T>& x : layouts<T>(shape, 1))
        for (const Tensor<T>& weight : layouts<T>({7, 5}, 2))
          for (const Tensor<T>& bias : layouts<T>({7}, 3)) {
            const Tensor<T> y = linear(x, weight, bias);
            Shape expected = shape;
            expected[-1] = 7;
            REQUIRE(y.shape() == expected);
            for_each_index(expected, [&](const std::vector<Size>& at) {
              auto total = static_cast<double>(element(bias, {at.back()}));
              std::vector<Size> in_x = at;
              for (Size k = 0; k < 5; ++k) {
                in_x.back() = k;
                total += static_cast<double>(element(x, in_x)) *
                         static_cast<double>(element(weight, {at.back(), k}));
              }
              REQUIRE(std::abs(static_cast<double>(element(y, at)) - total) <=
                      60 * static_cast<double>(std::numeric_limits<T>::epsilon()));
            });
          }
  });
}

TEST_CASE("linear without inputs is the bias, for every row") {
  const Tensor<float> weight = Tensor<float>::zeros({2, 0}), bias = Tensor<float>::vector({3, 4});
  for (const Shape& shape : {Shape{0}, Shape{3, 0}, Shape{2, 3, 0}}) {
    const Tensor<float> y = linear(Tensor<float>::zeros(shape), weight, bias);
    CHECK(y.to_vector() == (bias + Tensor<float>::zeros(y.shape())).to_vector());
    CHECK(y.numel() > 0);
  }
}

TEST_CASE_TEMPLATE("all_finite sees NaN and infinities anywhere, also in views", T, float, double) {
  Tensor<T> x = sample<T>({30, 40});
  CHECK(all_finite(x));
  CHECK(all_finite(Tensor<T>()));
  x.write()[777] = infinity<T>;
  CHECK(!all_finite(x));
  CHECK(!all_finite(x.transpose()));
  CHECK(all_finite(x.slice(0, 0, 10)));
  CHECK(!all_finite(x.slice(1, 17, 18)));  // 777 = 19 * 40 + 17
  CHECK(all_finite(x.slice(1, 18, 40)));
  CHECK(!all_finite(Tensor<T>(not_a_number<T>).broadcast_to({3})));
  CHECK(all_finite(Tensor<T>(std::numeric_limits<T>::max()).broadcast_to({3, 5})));
  CHECK(all_finite(Tensor<T>::full({100}, -std::numeric_limits<T>::max())));
}

TEST_CASE_TEMPLATE("all_finite, at every place of rows of every length, on every instruction set",
                   T, float, double) {
  for (const Isa isa : available_isas())
    for (const std::int64_t n : {1, 2, 3, 7, 8, 15, 16, 17, 31, 63, 64, 65, 129, 200}) {
      std::vector<T> x(static_cast<std::size_t>(n), std::numeric_limits<T>::max());
      CHECK(kernels<T>(isa).zero_if_finite(x.data(), n) == 0);
      int missed = 0;
      for (T& v : x)
        for (const T bad : {infinity<T>, -infinity<T>, not_a_number<T>}) {
          const T good = std::exchange(v, bad);
          missed += kernels<T>(isa).zero_if_finite(x.data(), n) == 0;
          v = good;
        }
      CHECK(missed == 0);
    }
}

TEST_CASE("all_finite of many pieces finds one number, on any number of threads") {
  const int before = threads();
  for (const int n : {1, 2, 3}) {
    set_threads(n);
    for (const Size at : {Size{0}, Size{16384}, Size{99'999}}) {
      Tensor<float> x = Tensor<float>::ones({100'000});
      CHECK(all_finite(x));
      x.write()[at] = not_a_number<float>;
      CHECK(!all_finite(x));
    }
  }
  set_threads(before);
}

// -- Promises ------------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("the same bits on one, two and three threads", T, float, double) {
  const auto results = [] {
    const Tensor<T> x = sample<T>({301, 203}), w = sample<T>({111, 203}, 2);
    const Tensor<T> bias = sample<T>({111}, 3), y = linear(x, w, bias);
    std::vector<Tensor<T>> all = {y,
                                  matmul(x.transpose(), y),
                                  sum(x),
                                  sum(x, 0),
                                  sum(x, 1),
                                  sum(x.transpose(), 0),
                                  mean(sample<T>({70001})),
                                  max(x),
                                  max(x, 0),
                                  x * x.transpose().transpose() + sum(x, 0),
                                  where(greater(x, Tensor<T>(0)), x, Tensor<T>(1)),
                                  softplus(x),
                                  bernoulli_log_prob(x, sigmoid(x))};
    for (const UnaryOp<T>& f : unary_ops<T>()) all.push_back(f.op(abs(x)));
    std::vector<T> bits;
    for (const Tensor<T>& one : all)
      for (const T v : one.to_vector()) bits.push_back(v);
    return bits;
  };
  const int before = threads();
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    set_threads(1);
    const std::vector<T> expected = results();
    for (const int n : {1, 2, 3}) {
      set_threads(n);
      CHECK(same_bits(results(), expected));
    }
  }
  set_threads(before);
  set_isa(available_isas().back());
}

TEST_CASE("the second round of the same operations takes nothing from the system") {
  const auto round = [] {
    const Tensor<float> x = sample<float>({64, 100}), w = sample<float>({50, 100}, 2);
    const Tensor<float> y = exp(linear(x, w, Tensor<float>::zeros({50})));
    return sum(where(greater(y, Tensor<float>(1)), y, sum(y, 0))).item();
  };
  const float first = round();
  const std::int64_t allocations = pool_statistics().system_allocations;
  CHECK(round() == first);
  CHECK(pool_statistics().system_allocations == allocations);
}

// -- Errors --------------------------------------------------------------------------------------

TEST_CASE("shape errors name op, shapes and the caller's line: functions of two arguments") {
  const Tensor<float> a = sample<float>({2, 3}), b = sample<float>({2, 4});
  for (const BinaryOp<float>& f : binary_ops<float>()) {
    const std::string text = shape_error_of([&] { f.op(a, b, Where()); });
    CHECK(text.find(f.name + ": shapes [2, ") == 0);
    CHECK(text.find("[2, 3]") != std::string::npos);
    CHECK(text.find("[2, 4]") != std::string::npos);
  }
  CHECK(shape_error_of([&] { add(a, b); }).find("add: shapes [2, 3] and [2, 4]") == 0);
  CHECK(shape_error_of([&] { bernoulli_log_prob(a, b); }).find("bernoulli_log_prob: ") == 0);
}

TEST_CASE("shape errors name op, shapes and the caller's line: infix operators") {
  const Tensor<float> a = sample<float>({2, 3}), b = sample<float>({2, 4});
  const std::string shapes = "shapes [2, 3] and [2, 4] do not broadcast";
  CHECK(shape_error_of([&] { (void)(a + b); }).find("add: " + shapes) == 0);
  CHECK(shape_error_of([&] { (void)(a - b); }).find("sub: " + shapes) == 0);
  CHECK(shape_error_of([&] { (void)(a * b); }).find("mul: " + shapes) == 0);
  CHECK(shape_error_of([&] { (void)(a / b); }).find("div: " + shapes) == 0);
  std::string text;
  try {
    (void)(a * b);
  } catch (const ShapeError& error) {
    text = error.what();
  }
  CHECK(text.find("(test_math.cpp:" + std::to_string(__LINE__ - 4) + ")") != std::string::npos);
}

TEST_CASE("shape errors of the other functions") {
  using Float = Tensor<float>;
  const Float a = sample<float>({2, 3}), b = sample<float>({4, 5}), scalar(1);
  Float target = a;
  const auto index = [](const Shape& shape, Size value) {
    return Tensor<Size>::full(shape, value);
  };
  const auto says = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(says(shape_error_of([&] { where(a, a, b); }), "where: shapes [2, 3] and [4, 5]"));
  CHECK(says(shape_error_of([&] { where(b, a, a); }), "where: shapes [4, 5] and [2, 3]"));
  CHECK(says(shape_error_of([&] { add_to(target, b); }), "add_to: "));
  CHECK(shape_error_of([&] {
          add_to(target, sample<float>({1, 2, 3}));
        }) == "add_to: [1, 2, 3] does not broadcast to [2, 3]");
  CHECK(shape_error_of([&] { sum(a, 2); }) == "sum: no axis 2 in [2, 3]");
  CHECK(shape_error_of([&] { mean(a, {0, -2}); }) == "sum: axis 0 named twice");
  CHECK(shape_error_of([&] { max(a, -3); }) == "max: no axis -3 in [2, 3]");
  CHECK(shape_error_of([&] { argmax(scalar, 0); }) == "argmax: no axis 0 in []");
  CHECK(shape_error_of([&] { concat(std::vector<Float>{}, 0); }) == "concat: nothing to join");
  CHECK(shape_error_of([&] {
          concat(std::vector{a, b}, 0);
        }) == "concat: [2, 3] and [4, 5] differ on another axis than 0");
  CHECK(shape_error_of([&] { concat(std::vector{scalar}, 0); }) == "concat: no axis 0 in []");
  CHECK(shape_error_of([&] { gather(a, 1, index({2}, 0)); }) ==
        "gather: index [2] must have the rank of [2, 3]");
  CHECK(shape_error_of([&] {
          gather(a, 1, index({3, 1}, 0));
        }) == "gather: index [3, 1] is larger than [2, 3] on axis 0");
  CHECK(shape_error_of([&] {
          gather(a, 1, index({2, 1}, 3));
        }) == "gather: index 3 on axis 1 of [2, 3]");
  CHECK(shape_error_of([&] {
          gather(a, 1, index({2, 1}, -1));
        }) == "gather: index -1 on axis 1 of [2, 3]");
  CHECK(shape_error_of([&] {
          scatter_add(a, 0, index({2, 2}, 0), {5, 3});
        }) == "scatter_add: values [2, 3] and index [2, 2] must have the same shape");
  CHECK(shape_error_of([&] {
          scatter_add(a, 0, index({2, 3}, 5), {5, 3});
        }) == "scatter_add: index 5 on axis 0 of [5, 3]");
  CHECK(shape_error_of([&] { take_rows(a, {0, 2}); }) == "take_rows: row 2 of [2, 3]");
  CHECK(shape_error_of([&] { take_rows(scalar, {0}); }) == "take_rows: a scalar has no rows");
  CHECK(shape_error_of([&] { one_hot<float>(index({2}, 3), 3); }) == "one_hot: class 3 of 3");
  CHECK(shape_error_of([&] { matmul(a, b); }) ==
        "matmul: [2, 3] x [4, 5], but [..., n, k] x [..., k, m] is needed");
  CHECK(says(shape_error_of([&] { matmul(sample<float>({3}), a); }), "matmul: [3] x [2, 3]"));
  CHECK(says(shape_error_of([&] {
               matmul(sample<float>({2, 1, 3}), sample<float>({3, 3, 1}));
             }),
             "matmul: shapes [2] and [3]"));
  CHECK(says(shape_error_of([&] { linear(a, b, scalar); }),
             "linear: x [2, 3], weight [4, 5], bias []"));
  CHECK(says(shape_error_of([&] {
               linear(a, sample<float>({4, 3}), sample<float>({3}));
             }),
             "bias [3]"));
}
