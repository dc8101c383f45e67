// Philox against the published vectors, and the distributions drawn from it.
#include "tensor/rng.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "tensor/errors.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"

using namespace gradus;

namespace {

using Block = std::array<std::uint32_t, 4>;

/// The mean of f over the numbers.
template <class T, class F>
double average(const std::vector<T>& numbers, const F& f) {
  double total = 0;
  for (const T x : numbers) total += f(static_cast<double>(x));
  return total / static_cast<double>(numbers.size());
}

/// Pearson's statistic for counts that should be equal; its mean is counts - 1, its variance twice
/// that, and it is nearly normal for many counts.
double chi_square(const std::vector<int>& counts) {
  const double expected =
      std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
  double total = 0;
  for (const int n : counts) total += (n - expected) * (n - expected) / expected;
  return total;
}

/// True if the statistic is within five standard deviations of its mean.
bool plausible(const std::vector<int>& counts) {
  const double freedom = static_cast<double>(counts.size()) - 1;
  return std::abs(chi_square(counts) - freedom) < 5 * std::sqrt(2 * freedom);
}

}  // namespace

TEST_CASE("Philox 4x32-10 gives the known answers of Random123") {
  constexpr std::uint32_t ones = 0xffffffff;
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("block n of seed s is Philox of counter n and key s, low words first") {
  const Rng rng(0x299f31d0a4093822);
  const Block expected = philox({0x85a308d3, 0x243f6a88, 0, 0}, {0xa4093822, 0x299f31d0});
  CHECK(rng.block(0x243f6a8885a308d3) == expected);
}

TEST_CASE("tensors are filled from the blocks in order, four floats or two doubles each") {
  // The counter's low word runs over within the draw, and at a place where registers end.
  const Rng::State start{0x299f31d0a4093822, 0xffffffff - 70};
  constexpr std::size_t n = 9001;
  const auto size = static_cast<Size>(n);
  Rng a = Rng::restore(start), b = a, c = a;
  const std::vector<float> x = uniform<float>({size}, a).to_vector();
  const std::vector<double> y = uniform<double>({size}, b).to_vector();
  const std::vector<double> z = normal<double>({size}, c).to_vector();
  const Rng rng = Rng::restore(start);
  for (std::size_t i = 0; i < n; ++i) {
    const Block four = rng.block(start.position + i / 4), two = rng.block(start.position + i / 2);
    REQUIRE(x[i] == static_cast<float>(four[i % 4] >> 8) / 16777216);
    const auto unit = [&](std::size_t k) {  // 53 bits of two words
      return (two[2 * k] * 2097152.0 + (two[2 * k + 1] >> 11)) / 9007199254740992.0;
    };
    REQUIRE(y[i] == unit(i % 2));
    const double radius = std::sqrt(-2 * std::log(1 - unit(0)));
    const double angle = 2 * 3.14159265358979323846 * unit(1);
    const double expected = radius * (i % 2 == 0 ? std::cos(angle) : std::sin(angle));
    REQUIRE(std::abs(z[i] - expected) < 1e-14);
  }
}

TEST_CASE("the same seed gives the same numbers, another seed others") {
  Rng a(5), b(5), c(6);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const double x = a.uniform();
    CHECK(x == b.uniform());
    differs |= x != c.uniform();
  }
  CHECK(differs);
}

TEST_CASE("a stream can be saved anywhere and goes on with the same numbers") {
  Rng rng(11);
  const auto draw = [](Rng& r) {
    std::vector<double> all;
    all.push_back(r.uniform());
    all.push_back(r.normal());
    all.push_back(static_cast<double>(r.below(1000)));
    for (const float x : normal<float>({7}, r).to_vector()) all.push_back(static_cast<double>(x));
    for (const double x : uniform<double>({5}, r).to_vector()) all.push_back(x);
    for (const Size x : permutation(6, r)) all.push_back(static_cast<double>(x));
    return all;
  };
  for (int i = 0; i < 20; ++i) {
    const Rng::State saved = rng.state();
    const std::vector<double> expected = draw(rng);
    Rng again = Rng::restore(saved);
    CHECK(again.state() == saved);
    CHECK(draw(again) == expected);
    CHECK(again.state() == rng.state());
    rng.uniform();
  }
}

TEST_CASE("no two draws share a block") {
  Rng rng(3);
  const Tensor<float> a = uniform<float>({6}, rng), b = uniform<float>({6}, rng);
  std::set<float> seen;
  for (const Tensor<float>& x : {a, b})
    for (const float v : x.to_vector()) CHECK(seen.insert(v).second);
  const std::uint64_t before = rng.state().position;
  uniform<float>({0}, rng);
  CHECK(rng.state().position == before);
  CHECK(rng.reserve(10) == before);
  CHECK(rng.state().position == before + 10);
}

TEST_CASE("split streams differ from each other and from their parent, and leave it alone") {
  const Rng parent(42);
  std::set<std::uint64_t> seeds = {parent.state().seed};
  for (std::uint64_t stream = 0; stream < 1000; ++stream)
    CHECK(seeds.insert(parent.split(stream).state().seed).second);
  CHECK(parent.state() == Rng(42).state());
  CHECK(parent.split(7).state() == Rng(42).split(7).state());
  // Two streams, number for number, are not correlated: the mean product of n pairs has variance
  // 1/n.
  Rng a = parent.split(0), b = parent.split(1), c(42);
  constexpr Size n = 200000;
  const auto x = normal<double>({n}, a).to_vector(), y = normal<double>({n}, b).to_vector(),
             z = normal<double>({n}, c).to_vector();
  double xy = 0, xz = 0;
  for (std::size_t i = 0; i < x.size(); ++i) xy += x[i] * y[i], xz += x[i] * z[i];
  CHECK(std::abs(xy / n) < 5 / std::sqrt(double(n)));
  CHECK(std::abs(xz / n) < 5 / std::sqrt(double(n)));
}

TEST_CASE_TEMPLATE("uniform numbers: range, moments, equal frequencies", T, float, double) {
  Rng rng(1);
  constexpr Size n = 1000000;
  const std::vector<T> x = uniform<T>({n}, rng).to_vector();
  CHECK(*std::min_element(x.begin(), x.end()) >= 0);
  CHECK(*std::max_element(x.begin(), x.end()) < 1);
  // E x^k = 1 / (k + 1), with variance 1 / (2k + 1) - 1 / (k + 1)^2.
  for (int k = 1; k <= 4; ++k) {
    const double mean = 1.0 / (k + 1), variance = 1.0 / (2 * k + 1) - mean * mean;
    const double got = average(x, [&](double v) { return std::pow(v, k); });
    CHECK(std::abs(got - mean) < 5 * std::sqrt(variance / n));
  }
  std::vector<int> counts(1000);
  for (const T v : x) ++counts[static_cast<std::size_t>(v * 1000)];
  CHECK(plausible(counts));
  // Neighbours are not correlated.
  double product = 0;
  for (std::size_t i = 1; i < x.size(); ++i)
    product += (static_cast<double>(x[i]) - 0.5) * (static_cast<double>(x[i - 1]) - 0.5);
  CHECK(std::abs(product / n) < 5 / (12 * std::sqrt(double(n))));
}

TEST_CASE_TEMPLATE("normal numbers: moments and tails", T, float, double) {
  Rng rng(2);
  constexpr Size n = 1000000;
  const std::vector<T> x = normal<T>({n}, rng).to_vector();
  // The moments of N(0, 1) are 0, 1, 0, 3; x^k has the variance m(2k) - m(k)^2.
  const double moments[] = {1, 0, 1, 0, 3, 0, 15, 0, 105};
  for (int k = 1; k <= 4; ++k) {
    const double got = average(x, [&](double v) { return std::pow(v, k); });
    const double variance = moments[2 * k] - moments[k] * moments[k];
    CHECK(std::abs(got - moments[k]) < 5 * std::sqrt(variance / n));
  }
  for (const double limit : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    const double p = std::erfc(limit / std::sqrt(2.0));
    const double got = average(x, [&](double v) { return std::abs(v) > limit ? 1 : 0; });
    CHECK(std::abs(got - p) < 5 * std::sqrt(p * (1 - p) / n));
  }
  // Equal frequencies after the distribution function.
  std::vector<int> counts(200);
  for (const T v : x) {
    const double p = std::erfc(-static_cast<double>(v) / std::sqrt(2.0)) / 2;
    ++counts[std::min<std::size_t>(199, static_cast<std::size_t>(p * 200))];
  }
  CHECK(plausible(counts));
  // The two of a pair, and neighbours of different pairs, are not correlated.
  for (std::size_t distance = 1; distance <= 3; ++distance) {
    double product = 0;
    for (std::size_t i = distance; i < x.size(); ++i)
      product += static_cast<double>(x[i]) * static_cast<double>(x[i - distance]);
    CHECK(std::abs(product / n) < 5 / std::sqrt(double(n)));
  }
}

TEST_CASE("single draws have the same distributions") {
  Rng rng(9);
  constexpr int n = 200000;
  std::vector<double> u, z;
  for (int i = 0; i < n; ++i) {
    u.push_back(rng.uniform());
    z.push_back(rng.normal());
  }
  CHECK(*std::min_element(u.begin(), u.end()) >= 0);
  CHECK(*std::max_element(u.begin(), u.end()) < 1);
  CHECK(std::abs(average(u, [](double v) { return v; }) - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
  CHECK(std::abs(average(z, [](double v) { return v; })) < 5 * std::sqrt(1.0 / n));
  CHECK(std::abs(average(z, [](double v) { return v * v; }) - 1) < 5 * std::sqrt(2.0 / n));
}

TEST_CASE("below(n): each number equally often, also where n is no power of two") {
  Rng rng(4);
  for (const std::int64_t n : {1, 2, 3, 7, 10, 100, 1000}) {
    CAPTURE(n);
    std::vector<int> counts(static_cast<std::size_t>(n));
    for (int i = 0; i < 100000; ++i) {
      const std::int64_t number = rng.below(n);
      REQUIRE(number >= 0);
      REQUIRE(number < n);
      ++counts[static_cast<std::size_t>(number)];
    }
    if (n > 1) CHECK(plausible(counts));
  }
  // With the largest n half of the blocks are drawn again; a bias would show in the halves.
  const std::int64_t largest = std::numeric_limits<std::int64_t>::max() / 2 + 2;
  std::vector<int> halves(2);
  for (int i = 0; i < 100000; ++i) ++halves[rng.below(largest) < largest / 2 ? 0 : 1];
  CHECK(plausible(halves));
  CHECK_THROWS_WITH_AS(rng.below(0), "Rng::below: 0, but at least 1 is needed", UsageError);
  CHECK_THROWS_AS(rng.below(-1), UsageError);
}

TEST_CASE_TEMPLATE("bernoulli: as often 1 as the probability says, element by element", T, float,
                   double) {
  Rng rng(6);
  constexpr Size n = 200000;
  const Tensor<T> p = Tensor<T>::vector({0, T(0.1), T(0.5), T(0.9), 1});
  const std::vector<T> x = bernoulli(p.broadcast_to({n, 5}), rng).to_vector();
  std::vector<double> frequency(5);
  for (std::size_t i = 0; i < x.size(); ++i) {
    REQUIRE((x[i] == 0 || x[i] == 1));
    frequency[i % 5] += static_cast<double>(x[i]) / n;
  }
  for (std::size_t i = 0; i < 5; ++i) {
    const double q = static_cast<double>(p.data()[i]);
    CHECK(std::abs(frequency[i] - q) <= 5 * std::sqrt(q * (1 - q) / n) + 1e-9);
  }
  const Tensor<T> nan = Tensor<T>::full({100}, std::numeric_limits<T>::quiet_NaN());
  CHECK(bernoulli(nan, rng).to_vector() == std::vector<T>(100, 0));
}

TEST_CASE("a permutation has every number once, and every number everywhere equally often") {
  Rng rng(8);
  constexpr std::size_t n = 8;
  std::vector<int> counts(n * n);
  for (int i = 0; i < 20000; ++i) {
    const std::vector<std::int64_t> order = permutation(n, rng);
    std::vector<std::int64_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t k = 0; k < n; ++k) {
      REQUIRE(sorted[k] == static_cast<std::int64_t>(k));
      ++counts[k * n + static_cast<std::size_t>(order[k])];
    }
  }
  CHECK(plausible(counts));
  CHECK(permutation(0, rng).empty());
  CHECK(permutation(1, rng) == std::vector<std::int64_t>{0});
  // All orders of three numbers are equally likely.
  std::vector<int> orders(6);
  for (int i = 0; i < 60000; ++i) {
    const auto p = permutation(3, rng);
    ++orders[static_cast<std::size_t>(2 * p[0] + (p[1] > p[2] ? 1 : 0))];
  }
  CHECK(chi_square(orders) < 5 + 5 * std::sqrt(2.0 * 5));
}

TEST_CASE_TEMPLATE("the same bits on any number of threads and any instruction set", T, float,
                   double) {
  const auto draw = [] {
    Rng rng(77);
    std::vector<T> all = uniform<T>({100, 333}, rng).to_vector();
    for (const T x : normal<T>({50001}, rng).to_vector()) all.push_back(x);
    for (const T x : bernoulli(uniform<T>({9999}, rng), rng).to_vector()) all.push_back(x);
    return all;
  };
  const int before = threads();
  set_threads(1);
  const std::vector<T> expected = draw();
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    for (const int n : {1, 2, 3}) {
      set_threads(n);
      const std::vector<T> got = draw();
      CHECK(got.size() == expected.size());
      CHECK(std::memcmp(got.data(), expected.data(), got.size() * sizeof(T)) == 0);
    }
  }
  set_threads(before);
}

TEST_CASE("a long draw begins like a short one") {
  Rng a(5), b(5);
  const Tensor<float> x = normal<float>({10000}, a), y = normal<float>({37}, b);
  CHECK(x.slice(0, 0, 37).to_vector() == y.to_vector());
}
