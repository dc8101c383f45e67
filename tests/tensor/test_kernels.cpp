// Every kernel of every instruction set against plain loops in a wider type, and against the
// baseline, the first of them. A kernel without an entry in the table makes the test fail.
#include "tensor/kernels.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "tensor/rng.h"

using namespace gradus;

namespace {

using Index = std::int64_t;
template <class T>
using Wide = std::conditional_t<std::is_same_v<T, float>, double, long double>;

/// What a number should be, and the size of the numbers that it was computed from: where they
/// cancel, an error of a few of their units in the last place (ulp) is all that can be asked for.
template <class T>
struct Expected {
  Wide<T> value, scale = std::abs(value);
};

/// An entry of the table.
template <class T>
struct Check {
  std::string kernel;
  bool same_bits;  // those of the baseline
  double ulps;     // the largest error, in ulp of the scale
  std::function<void(Isa, T* y)> run;
  std::vector<Expected<T>> expected;  // y
};

constexpr double rounded = 0.5 + 1e-6;  // the nearest number; the wider type rounds a little, too

template <class T>
struct Function {
  const char* name;
  bool same_bits;
  double ulps;
  Expected<T> (*exact)(Wide<T> a, Wide<T> b);
};

template <class W>
W softplus(W x) {
  return (x > 0 ? x : W(0)) + std::log1p(std::exp(-std::abs(x)));
}

template <class W>
W sigmoid(W x) {
  return 1 / (1 + std::exp(-x));
}

/// In the order of Unary, then of Binary.
template <class T, class W = Wide<T>>
const std::vector<Function<T>>& functions() {
  static const std::vector<Function<T>> all = {
      {"neg", true, 0, [](W x, W) { return Expected<T>{-x}; }},
      {"abs", true, 0, [](W x, W) { return Expected<T>{std::abs(x)}; }},
      {"sign", true, 0, [](W x, W) { return Expected<T>{x > 0   ? 1
                                                        : x < 0 ? -1
                                                                : x}; }},
      {"sqrt", true, rounded, [](W x, W) { return Expected<T>{std::sqrt(x)}; }},
      {"exp", false, 4, [](W x, W) { return Expected<T>{std::exp(x)}; }},
      {"log", false, 4, [](W x, W) { return Expected<T>{std::log(x)}; }},
      {"log1p", false, 4, [](W x, W) { return Expected<T>{std::log1p(x)}; }},
      {"tanh", false, 4, [](W x, W) { return Expected<T>{std::tanh(x)}; }},
      {"sigmoid", false, 4, [](W x, W) { return Expected<T>{sigmoid(x)}; }},
      {"softplus", false, 4, [](W x, W) { return Expected<T>{softplus(x)}; }},
      {"normal_cdf", true, 4,  // libm's erfc; rounding its argument costs x^2 ulp in the tail
       [](W x, W) {
         const W cdf = std::erfc(x * -std::sqrt(W(0.5))) / 2;
         return Expected<T>{cdf, std::isfinite(x) ? cdf * (1 + x * x) : cdf};
       }},
      {"add", true, rounded, [](W a, W b) { return Expected<T>{a + b}; }},
      {"sub", true, rounded, [](W a, W b) { return Expected<T>{a - b}; }},
      {"mul", true, rounded, [](W a, W b) { return Expected<T>{a * b}; }},
      {"div", true, rounded, [](W a, W b) { return Expected<T>{a / b}; }},
      {"pow", true, 2, [](W a, W b) { return Expected<T>{std::pow(a, b)}; }},  // libm's
      {"maximum", true, 0, [](W a, W b) { return Expected<T>{a > b || a != a ? a : b}; }},
      {"minimum", true, 0, [](W a, W b) { return Expected<T>{a < b || a != a ? a : b}; }},
      {"equal", true, 0, [](W a, W b) { return Expected<T>{a == b ? 1 : W(0)}; }},
      {"less", true, 0, [](W a, W b) { return Expected<T>{a < b ? 1 : W(0)}; }},
      {"less_equal", true, 0, [](W a, W b) { return Expected<T>{a <= b ? 1 : W(0)}; }},
      {"where_positive", true, 0, [](W a, W x) { return Expected<T>{x > 0 ? a : W(0)}; }},
      {"tanh_gradient", true, 3, [](W g, W y) { return Expected<T>{g * ((1 - y) * (1 + y))}; }},
      {"sigmoid_gradient", true, 2,
       [](W g, W y) {  // g y, if tiny, is as exact as the smallest numbers with all their digits
         const W value = g * y * (1 - y), least = std::numeric_limits<T>::min();
         return Expected<T>{value, std::max(std::abs(value), 2 * least * std::abs(1 - y))};
       }},
  };
  return all;
}

template <class T>
std::vector<T> sample(Index n, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 2);
  std::vector<T> x;
  for (Index i = 0; i < n; ++i) x.push_back(static_cast<T>(normal(random)));
  return x;
}

/// Numbers of which the last ones, if there are enough, are those where arithmetic has edges.
template <class T>
std::vector<T> with_edges(Index n, unsigned seed) {
  using Limits = std::numeric_limits<T>;
  std::vector<T> x = sample<T>(n, seed), edges;
  for (const T edge : {T(0), T(1), Limits::infinity(), Limits::quiet_NaN(), Limits::denorm_min()}) {
    edges.push_back(edge);
    edges.push_back(-edge);
  }
  std::shuffle(edges.begin(), edges.end(), std::mt19937(seed));
  if (x.size() > edges.size()) std::copy(edges.begin(), edges.end(), x.end() - 10);
  return x;
}

template <class T>
void add_elementwise(std::vector<Check<T>>& table, Index n) {
  const std::vector<T> a = with_edges<T>(n, 1), b = with_edges<T>(n, 2), c = with_edges<T>(n, 3);
  const auto at = [](const std::vector<T>& x, Index i) { return Wide<T>(x[std::size_t(i)]); };
  for (std::size_t f = 0; f < functions<T>().size(); ++f) {
    const Function<T>& function = functions<T>()[f];
    for (const Index a_stride : {1, 0})
      for (const Index b_stride : {1, 0}) {
        Check<T> check{function.name, function.same_bits, function.ulps, {}, {}};
        if (f < unary_count)
          check.run = [=](Isa isa, T* y) { kernels<T>(isa).map[f](a.data(), y, n); };
        else
          check.run = [=](Isa isa, T* y) {
            kernels<T>(isa).zip[f - unary_count](a.data(), a_stride, b.data(), b_stride, y, n);
          };
        for (Index i = 0; i < n; ++i)
          check.expected.push_back(
              function.exact(at(a, f < unary_count ? i : i * a_stride), at(b, i * b_stride)));
        table.push_back(check);
      }
  }
  for (const Index l_stride : {1, 0})
    for (const Index x_stride : {1, 0}) {
      Check<T> bernoulli{"bernoulli_log_prob", false, 4, {}, {}};
      bernoulli.run = [=](Isa isa, T* y) {
        kernels<T>(isa).bernoulli_log_prob(a.data(), l_stride, b.data(), x_stride, y + n, y, n);
      };
      for (Index i = 0; i < n; ++i) {
        const Wide<T> x = at(b, i * x_stride), p = sigmoid(at(a, i * l_stride));
        bernoulli.expected.push_back({x - p, std::abs(x) + p});
      }
      for (Index i = 0; i < n; ++i) {
        const Wide<T> l = at(a, i * l_stride), x = at(b, i * x_stride);
        bernoulli.expected.push_back(
            {l * x - softplus(l), std::abs(l * x) + softplus(std::abs(l))});
      }
      table.push_back(bernoulli);
    }
  Check<T> select{"select", true, 0, {}, {}};
  select.run = [=](Isa isa, T* y) { kernels<T>(isa).select(c.data(), a.data(), b.data(), y, n); };
  for (Index i = 0; i < n; ++i) select.expected.push_back({at(c, i) != 0 ? at(a, i) : at(b, i)});
  table.push_back(select);
}

template <class T>
void add_reductions(std::vector<Check<T>>& table, Index n) {
  constexpr Index rows = 7;
  const Index row_stride = n + 3;
  const std::vector<T> x = sample<T>(rows * row_stride, 4);
  const auto at = [&](Index i) { return Wide<T>(x[std::size_t(i)]); };
  const auto reduce = [&](Index begin, Index count, Index stride) {
    Wide<T> sum = 0, magnitude = 0, largest = at(begin);
    for (Index i = 0; i < count; ++i) {
      const Wide<T> v = at(begin + i * stride);
      sum += v, magnitude += std::abs(v), largest = std::max(largest, v);
    }
    return std::pair(Expected<T>{sum, magnitude}, Expected<T>{largest});
  };
  const auto [sum, max] = reduce(0, n, 1);
  const auto of_row = [=](auto kernel) {
    return [=](Isa isa, T* y) { *y = (kernels<T>(isa).*kernel)(x.data(), n); };
  };
  // The order of the sum is that of the registers; each addition rounds by half an ulp.
  table.push_back({"sum", false, 0.5 * double(n), of_row(&Kernels<T>::sum), {sum}});
  table.push_back({"max", true, 0, of_row(&Kernels<T>::max), {max}});

  const Wide<T> nan = std::numeric_limits<T>::quiet_NaN();
  for (const T last : {T(1), std::numeric_limits<T>::infinity(), T(nan)}) {
    std::vector<T> row = sample<T>(n, 7);
    row.back() = last;
    const auto run = [row, n](Isa isa, T* y) {
      *y = kernels<T>(isa).zero_if_finite(row.data(), n);
    };
    table.push_back({"zero_if_finite", true, 0, run, {{last == T(1) ? 0 : nan}}});
  }

  std::vector<Expected<T>> sums, maxima;
  for (Index j = 0; j < n; ++j) {
    const auto [column_sum, column_max] = reduce(j, rows, row_stride);
    sums.push_back(column_sum), maxima.push_back(column_max);
  }
  const auto of_columns = [=](auto kernel) {
    return [=](Isa isa, T* y) { (kernels<T>(isa).*kernel)(x.data(), rows, row_stride, y, n); };
  };
  table.push_back({"sum_columns", true, 0.5 * rows, of_columns(&Kernels<T>::sum_columns), sums});
  table.push_back({"max_columns", true, 0, of_columns(&Kernels<T>::max_columns), maxima});
}

template <class T>
void add_random_numbers(std::vector<Check<T>>& table, Index n) {
  constexpr std::uint64_t seed = 0x299f31d0a4093822, block = 0xffffffff - 5;
  constexpr Index words = sizeof(T) / 4, per_block = 4 / words;
  const Rng rng(seed);
  // Number i of a stream: 24 bits of a word, or 53 of two.
  const auto unit = [&](Index i) {
    const auto four = rng.block(block + static_cast<std::uint64_t>(i / per_block));
    const auto first = static_cast<std::size_t>(i % per_block * words);
    if (words == 1) return Wide<T>(four[first] >> 8) / 0x1p24;
    return (Wide<T>(four[first]) * 0x1p21 + (four[(first + 1) % 4] >> 11)) / 0x1p53;
  };
  std::vector<Expected<T>> uniform, normal;
  for (Index i = 0; i < n; ++i) {
    uniform.push_back({unit(i)});
    const Wide<T> radius = std::sqrt(-2 * std::log1p(-unit(i / 2 * 2)));
    const Wide<T> angle = 8 * std::atan(Wide<T>(1)) * unit(i / 2 * 2 + 1);
    normal.push_back({radius * (i % 2 == 0 ? std::cos(angle) : std::sin(angle)), radius});
  }
  const auto draw = [=](auto kernel) {
    return [=](Isa isa, T* y) { (kernels<T>(isa).*kernel)(seed, block, y, n); };
  };
  table.push_back({"uniform", true, 0, draw(&Kernels<T>::uniform), uniform});
  table.push_back({"normal", true, 4, draw(&Kernels<T>::normal), normal});
}

template <class T>
void add_product(std::vector<Check<T>>& table, Index n) {
  constexpr Index m = 17, k = 21;
  const std::vector<T> a = sample<T>(m * k, 5), b = sample<T>(k * n, 6), bias = sample<T>(n, 7);
  const auto at = [](const std::vector<T>& x, Index i) { return Wide<T>(x[std::size_t(i)]); };
  // Each of k products and sums rounds (test_gemm.cpp looks at the bits).
  Check<T> check{"gemm_tile", false, k, {}, {}};
  check.run = [=](Isa isa, T* y) {
    const Isa before = gradus::isa();
    set_isa(isa);
    gemm(Gemm<T>{m, n, k, a.data(), k, 1, b.data(), n, 1, y, n, bias.data()});
    set_isa(before);
  };
  for (Index i = 0; i < m; ++i)
    for (Index j = 0; j < n; ++j) {
      Expected<T> c{at(bias, j)};
      for (Index p = 0; p < k; ++p) {
        const Wide<T> product = at(a, i * k + p) * at(b, p * n + j);
        c.value += product, c.scale += std::abs(product);
      }
      check.expected.push_back(c);
    }
  table.push_back(check);
}

/// All kernels, for rows of n numbers.
template <class T>
std::vector<Check<T>> table_of_kernels(Index n) {
  std::vector<Check<T>> table;
  add_elementwise(table, n);
  add_reductions(table, n);
  add_random_numbers(table, n);
  add_product(table, n);
  return table;
}

/// How far from what is expected a number is, in ulp of the scale.
template <class T>
double error_of(T received, const Expected<T>& expected) {
  using Limits = std::numeric_limits<T>;
  const T nearest = static_cast<T>(expected.value);
  if (std::isnan(received) && std::isnan(nearest)) return 0;
  if (!std::isfinite(received) || !std::isfinite(nearest))
    return received == nearest ? 0 : std::numeric_limits<double>::infinity();
  const int exponent = expected.scale == 0 ? Limits::min_exponent : std::ilogb(expected.scale);
  const int unit = std::max(exponent, Limits::min_exponent - 1) - (Limits::digits - 1);
  return double(std::abs(std::ldexp(Wide<T>(received) - expected.value, -unit)));
}

template <class T>
bool same(T x, T y) {
  return (std::isnan(x) && std::isnan(y)) || std::memcmp(&x, &y, sizeof x) == 0;
}

/// Runs one kernel on every instruction set; `baseline` receives what the first of them gave.
template <class T>
void run_everywhere(const Check<T>& check) {
  const std::size_t n = check.expected.size();
  std::vector<T> baseline;
  for (const Isa isa : available_isas()) {
    CAPTURE(std::string(name(isa)));
    std::vector<T> y(n + 1, T(12345));
    check.run(isa, y.data());
    CHECK(y[n] == T(12345));  // nothing is written beyond the end
    if (baseline.empty()) baseline = y;
    for (std::size_t i = 0; i < n; ++i) {
      const Expected<T>& expected = check.expected[i];
      CAPTURE(i);
      CAPTURE(y[i]);
      CAPTURE(expected.value);
      REQUIRE(error_of(y[i], expected) <= check.ulps);
      if (check.same_bits)
        REQUIRE(same(y[i], baseline[i]));
      else
        REQUIRE(error_of(y[i], {baseline[i], expected.scale}) <= 2 * check.ulps);
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("every kernel of every instruction set: plain loops and the baseline agree", T,
                   float, double) {
  for (const Index n : {1, 2, 3, 4, 7, 8, 15, 16, 17, 33, 64, 65, 131}) {
    CAPTURE(n);
    for (const Check<T>& check : table_of_kernels<T>(n)) {
      CAPTURE(check.kernel);
      run_everywhere(check);
    }
  }
}

TEST_CASE_TEMPLATE("no kernel is missing from the test above", T, float, double) {
  // But for the shape of the micro-kernel, Kernels is a row of pointers, one to each kernel.
  constexpr std::size_t kernel_count = (sizeof(Kernels<T>) - sizeof(GemmShape)) / sizeof(void*);
  std::set<std::string> names;
  for (const Check<T>& check : table_of_kernels<T>(1)) names.insert(check.kernel);
  CHECK(names.size() == kernel_count);
}
