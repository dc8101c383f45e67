// The functions of simd_math.h on every instruction set of this machine, measured in ulp (units in
// the last place of the expected number) against the standard library in the next wider type.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <type_traits>
#include <vector>

#include "tensor/isa.h"
#include "tensor/kernels.h"

using namespace gradus;

namespace {

template <class T>
using Limits = std::numeric_limits<T>;
template <class T>
using Wider = std::conditional_t<std::is_same_v<T, float>, double, long double>;

constexpr double allowed_ulps = 4;
constexpr Unary functions[] = {Unary::sqrt, Unary::exp,     Unary::log,     Unary::log1p,
                               Unary::tanh, Unary::sigmoid, Unary::softplus};

const char* name_of(Unary function) {
  switch (function) {
    case Unary::sqrt:
      return "sqrt";
    case Unary::exp:
      return "exp";
    case Unary::log:
      return "log";
    case Unary::log1p:
      return "log1p";
    case Unary::tanh:
      return "tanh";
    case Unary::sigmoid:
      return "sigmoid";
    case Unary::softplus:
      return "softplus";
    default:
      return "?";
  }
}

template <class W>
W exact(Unary function, W x) {
  switch (function) {
    case Unary::sqrt:
      return std::sqrt(x);
    case Unary::exp:
      return std::exp(x);
    case Unary::log:
      return std::log(x);
    case Unary::log1p:
      return std::log1p(x);
    case Unary::tanh:
      return std::tanh(x);
    case Unary::sigmoid:
      return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
    case Unary::softplus:
      return (x > 0 ? x : W(0)) + std::log1p(std::exp(-std::abs(x)));
    default:
      return Limits<W>::quiet_NaN();
  }
}

/// How far `received` is from `expected`, in ulp of T; infinite for a wrong NaN, infinity or sign.
template <class T>
double ulps(T received, Wider<T> expected) {
  const double wrong = Limits<double>::infinity();
  if (std::isnan(expected)) return std::isnan(received) ? 0 : wrong;
  const T nearest = static_cast<T>(expected);
  if (std::isnan(received) || std::signbit(received) != std::signbit(nearest)) return wrong;
  if (std::isinf(received) || std::isinf(nearest)) return received == nearest ? 0 : wrong;
  const int exponent = nearest == 0 ? Limits<T>::min_exponent : std::ilogb(nearest);
  const int unit = std::max(exponent, Limits<T>::min_exponent - 1) - (Limits<T>::digits - 1);
  return static_cast<double>(std::abs(std::ldexp(Wider<T>(received) - expected, -unit)));
}

/// Numbers from everywhere: any bits at all, the range where exp is finite, the neighbourhood of 1,
/// and every magnitude from 2^-40 to 2^8, of both signs.
template <class T>
std::vector<T> samples(std::size_t count) {
  std::mt19937_64 random{7};
  const T range = sizeof(T) == sizeof(float) ? T(110) : T(750);
  std::vector<T> xs(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t bits = random();
    const T uniform = static_cast<T>(std::ldexp(static_cast<double>(random() >> 11), -53));
    if (i % 4 == 0)
      std::memcpy(&xs[i], &bits, sizeof(T));
    else if (i % 4 == 1)
      xs[i] = range * (2 * uniform - 1);
    else if (i % 4 == 2)
      xs[i] = T(-1.5) + T(4.5) * uniform;
    else
      xs[i] = (bits % 2 == 0 ? T(1) : T(-1)) * std::exp2(T(-40) + T(48) * uniform);
  }
  return xs;
}

template <class T>
std::vector<T> apply(Unary function, Isa isa, const std::vector<T>& xs) {
  std::vector<T> ys(xs.size());
  kernels<T>(isa)[function](xs.data(), ys.data(), static_cast<std::int64_t>(xs.size()));
  return ys;
}

/// Checks the largest error over xs, on every instruction set.
template <class T>
void check_errors(Unary function, const std::vector<T>& xs) {
  std::vector<Wider<T>> expected;
  for (T x : xs) expected.push_back(exact<Wider<T>>(function, x));
  for (Isa isa : available_isas()) {
    const std::vector<T> ys = apply(function, isa, xs);
    std::size_t worst = 0;
    double error = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) {
      const double e = ulps(ys[i], expected[i]);
      if (e > error) error = e, worst = i;
    }
    CHECK_MESSAGE(error <= allowed_ulps,
                  fmt::format("{} of {} on {}: x = {} ({:a}), expected {}, received {}, {:.3g} ulp",
                              name_of(function), sizeof(T) == sizeof(float) ? "float" : "double",
                              name(isa), xs[worst], xs[worst], expected[worst], ys[worst], error));
  }
}

struct Edge {
  Unary function;
  double x, expected;
};

constexpr double inf = Limits<double>::infinity(), nan = Limits<double>::quiet_NaN();
constexpr Edge edges[] = {
    {Unary::exp, 0, 1},          {Unary::exp, -0.0, 1},       {Unary::exp, inf, inf},
    {Unary::exp, -inf, 0},       {Unary::exp, 1000, inf},     {Unary::exp, -1000, 0},
    {Unary::exp, nan, nan},      {Unary::log, 0, -inf},       {Unary::log, -0.0, -inf},
    {Unary::log, 1, 0},          {Unary::log, -1, nan},       {Unary::log, -1000, nan},
    {Unary::log, inf, inf},      {Unary::log, -inf, nan},     {Unary::log, nan, nan},
    {Unary::log1p, 0, 0},        {Unary::log1p, -0.0, -0.0},  {Unary::log1p, -1, -inf},
    {Unary::log1p, -1000, nan},  {Unary::log1p, inf, inf},    {Unary::log1p, -inf, nan},
    {Unary::log1p, nan, nan},    {Unary::tanh, 0, 0},         {Unary::tanh, -0.0, -0.0},
    {Unary::tanh, inf, 1},       {Unary::tanh, -inf, -1},     {Unary::tanh, 1000, 1},
    {Unary::tanh, -1000, -1},    {Unary::tanh, nan, nan},     {Unary::sigmoid, 0, 0.5},
    {Unary::sigmoid, -0.0, 0.5}, {Unary::sigmoid, inf, 1},    {Unary::sigmoid, -inf, 0},
    {Unary::sigmoid, 1000, 1},   {Unary::sigmoid, -1000, 0},  {Unary::sigmoid, nan, nan},
    {Unary::softplus, inf, inf}, {Unary::softplus, -inf, 0},  {Unary::softplus, 1000, 1000},
    {Unary::softplus, -1000, 0}, {Unary::softplus, nan, nan}, {Unary::sqrt, -0.0, -0.0},
    {Unary::sqrt, inf, inf},     {Unary::sqrt, -1, nan},      {Unary::sqrt, nan, nan},
};

}  // namespace

TEST_CASE_TEMPLATE("simd math: at most 4 ulp anywhere", T, float, double) {
  const std::vector<T> xs = samples<T>(sizeof(T) == sizeof(float) ? 200'000 : 60'000);
  for (Unary function : functions) check_errors(function, xs);
}

TEST_CASE_TEMPLATE("simd math: at most 4 ulp for denormals and in the tails", T, float, double) {
  const T smallest = Limits<T>::denorm_min(), normal = Limits<T>::min();
  const T underflow = std::log(smallest);  // where exp begins to be 0
  std::vector<T> xs;
  for (int i = 0; i <= 1000; ++i) {
    xs.push_back(underflow * (T(0.8) + T(i) * T(0.00021)));
    for (T sign : {T(1), T(-1)}) {
      xs.push_back(sign * smallest * T(i));
      xs.push_back(sign * (normal - smallest * T(i)));
      xs.push_back(sign * (normal + smallest * T(i)));
      xs.push_back(sign * Limits<T>::max() / T(1 + i));
    }
  }
  for (Unary function : functions) check_errors(function, xs);
}

TEST_CASE_TEMPLATE("simd math: the edges are exact", T, float, double) {
  for (const Edge& edge : edges) {
    for (Isa isa : available_isas()) {
      const T received = apply(edge.function, isa, std::vector<T>{static_cast<T>(edge.x)})[0];
      CHECK_MESSAGE(
          ulps<T>(received, edge.expected) == 0,
          fmt::format("{} on {}: x = {}, expected {}, received {}", name_of(edge.function),
                      name(isa), edge.x, edge.expected, received));
    }
  }
}

TEST_CASE_TEMPLATE("simd math: a number's result does not depend on where it stands", T, float,
                   double) {
  const std::vector<T> xs = samples<T>(64);
  for (Unary function : functions) {
    for (Isa isa : available_isas()) {
      const std::vector<T> together = apply(function, isa, xs);
      for (std::size_t i = 0; i < xs.size(); ++i) {
        const std::vector<T> from_here(xs.begin() + static_cast<std::ptrdiff_t>(i), xs.end());
        const T alone = apply(function, isa, from_here)[0];
        CHECK_MESSAGE(
            std::memcmp(&alone, &together[i], sizeof(T)) == 0,
            fmt::format("{} on {}: x = {} gave {} in lane {} of a row and {} at its front",
                        name_of(function), name(isa), xs[i], together[i], i, alone));
      }
    }
  }
}

TEST_CASE_TEMPLATE("simd math: maximum and minimum pass NaN on from either side", T, float,
                   double) {
  const T not_a_number = Limits<T>::quiet_NaN();
  const std::vector<T> a{1, 2, not_a_number, 1, not_a_number, -Limits<T>::infinity()};
  const std::vector<T> b{2, 1, 1, not_a_number, not_a_number, 0};
  const auto count = static_cast<std::int64_t>(a.size());
  for (Isa isa : available_isas()) {
    CAPTURE(name(isa));
    std::vector<T> larger(a.size()), smaller(a.size());
    kernels<T>(isa)[Binary::maximum](a.data(), 1, b.data(), 1, larger.data(), count);
    kernels<T>(isa)[Binary::minimum](a.data(), 1, b.data(), 1, smaller.data(), count);
    for (std::size_t i = 0; i < a.size(); ++i) {
      const bool expect_nan = std::isnan(a[i]) || std::isnan(b[i]);
      CHECK(std::isnan(larger[i]) == expect_nan);
      CHECK(std::isnan(smaller[i]) == expect_nan);
      if (expect_nan) continue;
      CHECK(larger[i] == std::max(a[i], b[i]));
      CHECK(smaller[i] == std::min(a[i], b[i]));
    }
  }
}
