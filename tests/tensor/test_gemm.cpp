// The matrix product against a plain loop: every layout, both types, every instruction set.
#include "tensor/gemm.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "tensor/isa.h"
#include "tensor/parallel.h"

using namespace gradus;

namespace {

using Index = std::int64_t;

enum class Layout { rows, columns, gaps, reversed, equal_rows, equal_columns, constant };
constexpr Layout layouts[] = {Layout::rows,          Layout::columns,    Layout::gaps,  //
                              Layout::reversed,      Layout::equal_rows,                //
                              Layout::equal_columns, Layout::constant};

/// A matrix whose memory is exactly as large as its layout needs, so that a sanitizer sees every
/// read beyond it.
template <class T>
struct Matrix {
  Index row = 0, col = 0, first = 0;
  std::vector<T> memory;

  Matrix(Index m, Index n, Layout layout, std::mt19937& random) {
    switch (layout) {
      case Layout::rows:
        row = n, col = 1;
        break;
      case Layout::columns:
        row = 1, col = m;
        break;
      case Layout::gaps:
        row = 3 * n + 2, col = 3;
        break;
      case Layout::reversed:
        row = -n, col = -1;
        break;
      case Layout::equal_rows:
        row = 0, col = 1;
        break;
      case Layout::equal_columns:
        row = 1, col = 0;
        break;
      case Layout::constant:
        break;
    }
    if (m == 0 || n == 0) return;
    const Index span = (m - 1) * row + (n - 1) * col;
    first = span < 0 ? -span : 0;
    for (Index i = 0; i <= std::abs(span); ++i) {
      memory.push_back(static_cast<T>(static_cast<double>(random()) / 2147483648.0 - 1.0));
    }
  }
  const T* data() const { return memory.data() + first; }
  T& at(Index i, Index j) { return memory[static_cast<std::size_t>(first + i * row + j * col)]; }
  T at(Index i, Index j) const { return data()[i * row + j * col]; }
};

/// C with two numbers between its rows that must stay as they are.
template <class T>
struct Result {
  Index m, n, row;
  std::vector<T> memory;
  static constexpr T untouched = T(12345);

  Result(Index m_, Index n_)
      : m(m_), n(n_), row(n_ + 2), memory(static_cast<std::size_t>(m_ * row), untouched) {}
  T at(Index i, Index j) const { return memory[static_cast<std::size_t>(i * row + j)]; }
};

template <class T>
Result<T> product(Index m, Index n, Index k, const Matrix<T>& a, const Matrix<T>& b,
                  const T* bias = nullptr) {
  Result<T> c(m, n);
  gemm(Gemm<T>{m, n, k, a.data(), a.row, a.col, b.data(), b.row, b.col, c.memory.data(), c.row,
               bias});
  return c;
}

/// The largest error of C, as a part of what rounding can explain: each of the k products and sums
/// of an element, and the bias, rounds by at most u times the sum of the magnitudes (Higham,
/// "Accuracy and stability of numerical algorithms", section 3.1). The loop here rounds as well.
template <class T>
double worst_error(Index k, const Matrix<T>& a, const Matrix<T>& b, const T* bias,
                   const Result<T>& c) {
  const double u = 0.5 * static_cast<double>(std::numeric_limits<T>::epsilon());
  double worst = 0;
  for (Index i = 0; i < c.m; ++i) {
    for (Index j = 0; j < c.n; ++j) {
      double sum = bias ? static_cast<double>(bias[j]) : 0.0, magnitude = std::abs(sum);
      for (Index p = 0; p < k; ++p) {
        const double term = static_cast<double>(a.at(i, p)) * static_cast<double>(b.at(p, j));
        sum += term;
        magnitude += std::abs(term);
      }
      const double error = std::abs(static_cast<double>(c.at(i, j)) - sum);
      const double bound = 2.0 * static_cast<double>(k + 2) * u * magnitude;
      if (!(error <= bound)) worst = std::max(worst, bound > 0 ? error / bound : 1e300);
    }
    for (Index j = c.n; j < c.row; ++j) {
      if (c.memory[static_cast<std::size_t>(i * c.row + j)] != Result<T>::untouched) return 1e300;
    }
  }
  return worst;
}

/// One more term, rounded as the kernels of the instruction set in use do it.
template <class T>
T plus_product(T sum, T a, T b) {
  if (isa() != Isa::baseline) return std::fma(a, b, sum);
  const volatile T term = a * b;  // rounded, whatever the compiler
  return sum + term;
}

/// An element as products with few rows or columns and a long k have it: 64 bytes' worth of partial
/// sums, the last numbers of k in the last of them, and their halves added until one is left.
template <class T>
T sum_by_lanes(Index k, T bias, const Matrix<T>& a, Index i, const Matrix<T>& b, Index j) {
  constexpr Index parts = 64 / sizeof(T);
  T sum[parts] = {};
  for (Index p = 0; p < k; ++p) {
    T& part = sum[p < k / parts * parts ? p % parts : p - (k - parts)];
    part = plus_product(part, a.at(i, p), b.at(p, j));
  }
  for (Index half = parts / 2; half > 0; half /= 2)
    for (Index q = 0; q < half; ++q) sum[q] += sum[q + half];
  return bias + sum[0];
}

/// Whether its elements are such sums.
template <class T>
bool is_by_lanes(Index m, Index n, Index k, const Matrix<T>& a, const Matrix<T>& b) {
  return a.col == 1 && b.row == 1 && (b.col != 1 || n == 1) && k >= 64 + 16 * std::min(m, n);
}

/// Whether k is cut into halves, because contiguous rows meet rows of a B that is the larger part.
template <class T>
bool is_by_halves(Index m, Index n, Index k, const Matrix<T>& a, const Matrix<T>& b) {
  return a.col == 1 && b.col == 1 && k >= 192 && k * n >= m * (k + n) && m * n * k >= 1 << 19;
}

/// An element of such a C: the right half of the columns begins with the second half of k.
template <class T>
T sum_by_halves(Index n, Index k, T bias, const Matrix<T>& a, Index i, const Matrix<T>& b,
                Index j) {
  const Index first = j < (n + 15) / 16 / 2 * 16 ? 0 : k / 2;
  T sum = bias;
  for (Index q = 0; q < k; ++q) {
    const Index p = first == 0 ? q : q < k - first ? first + q : q - (k - first);
    sum = plus_product(sum, a.at(i, p), b.at(p, j));
  }
  return sum;
}

/// In which order the elements of a product are summed.
enum class Order { of_k, by_lanes, by_halves };

template <class T>
Order order_of(Index m, Index n, Index k, const Matrix<T>& a, const Matrix<T>& b) {
  if (is_by_lanes(m, n, k, a, b)) return Order::by_lanes;
  return is_by_halves(m, n, k, a, b) ? Order::by_halves : Order::of_k;
}

constexpr Index largest = 130;

/// Operands of the largest size. An element of C depends on a row of A and a column of B alone, so
/// the sums of the largest product are those of all smaller ones, after k steps.
template <class T>
struct Example {
  Layout of_a, of_b;
  Matrix<T> a, b, bias;
  bool with_bias;
  std::vector<T> sums;  // [k][i][j] for 0 <= k <= largest

  Example(Layout of_a_, Layout of_b_, bool with_bias_, std::mt19937& random)
      : of_a(of_a_),
        of_b(of_b_),
        a(largest, largest, of_a, random),
        b(largest, largest, of_b, random),
        bias(1, largest, Layout::rows, random),
        with_bias(with_bias_) {
    for (Index i = 0; i < largest * largest; ++i)
      sums.push_back(with_bias ? bias.at(0, i % largest) : T(0));
    for (Index p = 0; p < largest; ++p)
      for (Index i = 0; i < largest; ++i)
        for (Index j = 0; j < largest; ++j)
          sums.push_back(plus_product(*row_of_sums(p, i, j), a.at(i, p), b.at(p, j)));
  }

  const T* row_of_sums(Index k, Index i, Index j = 0) const {
    return sums.data() + (k * largest + i) * largest + j;
  }

  bool right(Index k, const Result<T>& c, Order order) const {
    for (Index i = 0; i < c.m; ++i) {
      const T* const row = c.memory.data() + i * c.row;
      const auto bytes = static_cast<std::size_t>(c.n) * sizeof(T);
      if (order == Order::of_k ? std::memcmp(row, row_of_sums(k, i), bytes) != 0
                               : !right_row(k, c, i, order))
        return false;
      if (row[c.n] != c.untouched || row[c.n + 1] != c.untouched) return false;
    }
    return true;
  }

  bool right_row(Index k, const Result<T>& c, Index i, Order order) const {
    for (Index j = 0; j < c.n; ++j) {
      const T first = *row_of_sums(0, i, j);
      if (c.at(i, j) != (order == Order::by_lanes ? sum_by_lanes(k, first, a, i, b, j)
                                                  : sum_by_halves(c.n, k, first, a, i, b, j)))
        return false;
    }
    return true;
  }
};

/// The first m rows and n columns of a matrix, in memory of their own.
template <class T>
Matrix<T> leading(const Matrix<T>& whole, Index m, Index n, Layout layout, std::mt19937& random) {
  Matrix<T> part(m, n, layout, random);
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) part.at(i, j) = whole.at(i, j);
  }
  return part;
}

using Sizes = std::vector<Index>;

/// 1 to 130; for the thread sanitizer, which looks for races and takes minutes for the sums, each
/// thirteenth.
Sizes every_size() {
#if defined(__SANITIZE_THREAD__)
  constexpr Index step = 13;
#else
  constexpr Index step = 1;
#endif
  Sizes all;
  for (Index size = 1; size <= largest; size += step) all.push_back(size);
  return all;
}

// Around multiples of the heights of micro-tiles, 6 and 14, and of their widths, 2 to 128.
const Sizes edges = {1, 2, 7, 14, 17, 33, 63, 130};

/// The first product, "m,n,k", with an element that differs from the sums in a bit, or that wrote
/// beside C; empty if there is none.
template <class T>
std::string first_wrong(const Example<T>& example, const Sizes& ms, const Sizes& ns,
                        const Sizes& ks, std::mt19937& random) {
  for (const Index k : ks) {
    std::vector<Matrix<T>> as, bs;
    for (const Index m : ms) as.push_back(leading(example.a, m, k, example.of_a, random));
    for (const Index n : ns) bs.push_back(leading(example.b, k, n, example.of_b, random));
    const T* const bias = example.with_bias ? example.bias.data() : nullptr;
    for (std::size_t i = 0; i < ms.size(); ++i) {
      for (std::size_t j = 0; j < ns.size(); ++j) {
        const Order order = order_of(ms[i], ns[j], k, as[i], bs[j]);
        if (!example.right(k, product(ms[i], ns[j], k, as[i], bs[j], bias), order))
          return fmt::format("{},{},{}", ms[i], ns[j], k);
      }
    }
  }
  return "";
}

/// Calls test(example) for operands in these layouts, with and without a bias in turn.
template <class T, class F>
void for_each_example(const std::vector<Layout>& choice, std::mt19937& random, F test) {
  bool with_bias = false;
  for (const Layout of_a : choice) {
    for (const Layout of_b : choice) {
      CAPTURE(static_cast<int>(of_a));
      CAPTURE(static_cast<int>(of_b));
      with_bias = !with_bias;
      test(Example<T>(of_a, of_b, with_bias, random));
    }
    with_bias = !with_bias;  // so that it is not always the same layout of B that has one
  }
}

template <class T>
void check(Index m, Index n, Index k, Layout of_a, Layout of_b, bool with_bias,
           std::mt19937& random) {
  const Matrix<T> a(m, k, of_a, random), b(k, n, of_b, random), bias(1, n, Layout::rows, random);
  const T* const added = with_bias && n > 0 ? bias.data() : nullptr;
  CAPTURE(m);
  CAPTURE(n);
  CAPTURE(k);
  CAPTURE(static_cast<int>(of_a));
  CAPTURE(static_cast<int>(of_b));
  CAPTURE(with_bias);
  CHECK(worst_error(k, a, b, added, product(m, n, k, a, b, added)) == 0);
}

/// Runs `test` with each instruction set of this machine, then goes back to the one in use.
template <class F>
void with_each_isa(F test) {
  const Isa before = isa();
  for (const Isa each : available_isas()) {
    const std::string isa_name(name(each));
    CAPTURE(isa_name);
    set_isa(each);
    test();
  }
  set_isa(before);
}

template <class F>
auto with_threads(int n, F f) {
  const int before = threads();
  set_threads(n);
  auto result = f();
  set_threads(before);
  return result;
}

}  // namespace

TEST_CASE_TEMPLATE("gemm: any small size in any two layouts", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(1);
    const auto below = [&](Index n) { return static_cast<Index>(random()) % n; };
    for (int round = 0; round < 10; ++round) {
      for (const Layout of_a : layouts) {
        for (const Layout of_b : layouts) {
          check<T>(below(71), below(71), below(71), of_a, of_b, round % 2 == 0, random);
        }
      }
    }
  });
}

TEST_CASE_TEMPLATE("gemm: sizes around the borders of micro-tiles and blocks", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(2);
    for (const Layout of_a : {Layout::rows, Layout::columns}) {
      for (const Layout of_b : {Layout::rows, Layout::columns}) {
        for (const Index m : {1, 2, 3, 5, 6, 7, 13, 14, 15, 29}) {
          for (const Index n : {1, 3, 4, 7, 8, 9, 16, 17, 31, 32, 33, 65, 130}) {
            check<T>(m, n, 19, of_a, of_b, m % 2 == 0, random);
          }
        }
        for (const Index k : {255, 256, 257, 511, 512, 513, 784, 1025, 1367, 5000}) {
          check<T>(17, 35, k, of_a, of_b, k % 2 == 0, random);
        }
      }
    }
  });
}

TEST_CASE_TEMPLATE("gemm: the shapes of a network's layer", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(3);
    check<T>(128, 40, 512, Layout::rows, Layout::columns, true, random);
    check<T>(128, 20, 300, Layout::rows, Layout::rows, false, random);
    check<T>(200, 100, 128, Layout::columns, Layout::rows, false, random);
    check<T>(1, 784, 200, Layout::rows, Layout::rows, true, random);
  });
}

TEST_CASE_TEMPLATE("gemm: so many rows that B is packed, and any rest of a row of C", T, float,
                   double) {
  with_each_isa([] {
    std::mt19937 random(13);
    for (const Layout of_b : {Layout::rows, Layout::columns}) {
      for (const Index n : {34, 36, 39, 40, 44, 47, 50, 57, 60, 63}) {
        check<T>(1100, n, 130, Layout::columns, of_b, n % 2 == 0, random);
      }
    }
  });
}

TEST_CASE_TEMPLATE("gemm: more columns than a cache holds", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(7);
    for (const Layout of_b : {Layout::rows, Layout::columns}) {
      check<T>(15, 3001, 7, Layout::rows, of_b, true, random);
    }
  });
}

TEST_CASE_TEMPLATE("gemm: every element is summed in the order of k", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(8);
    const Index m = 73, n = 57;
    for (const Layout of_a : {Layout::rows, Layout::columns}) {
      for (const Layout of_b : {Layout::rows, Layout::columns}) {
        // Several blocks of k, but for contiguous lines, which would then be summed by lanes.
        const Index k = of_a == Layout::rows && of_b == Layout::columns ? 801 : 2901;
        const Matrix<T> a(m, k, of_a, random), b(k, n, of_b, random);
        const Matrix<T> bias(1, n, Layout::rows, random);
        const Result<T> c = product(m, n, k, a, b, bias.data());
        Index different = 0;
        for (Index i = 0; i < m; ++i) {
          for (Index j = 0; j < n; ++j) {
            T sum = bias.at(0, j);
            for (Index p = 0; p < k; ++p) sum = plus_product(sum, a.at(i, p), b.at(p, j));
            different += sum != c.at(i, j);
          }
        }
        CHECK(different == 0);
      }
    }
  });
}

TEST_CASE_TEMPLATE("gemm: few rows times a larger B are summed by halves of k", T, float, double) {
  struct Case {
    Index m, n, k;
    bool halves;
  };
  with_each_isa([] {
    std::mt19937 random(14);
    for (const Case& x : {Case{20, 200, 784, true},
                          {20, 210, 784, true},
                          {20, 200, 191, false},
                          {128, 512, 512, true},
                          {3, 501, 1603, true},
                          {64, 21, 2000, false}}) {
      const Index step = std::max<Index>(1, x.m * x.n / 7000);  // of the columns looked at
      CAPTURE(x.k);
      for (const Layout of_a : {Layout::rows, Layout::columns}) {
        const Matrix<T> a(x.m, x.k, of_a, random), b(x.k, x.n, Layout::rows, random);
        const Matrix<T> bias(1, x.n, Layout::rows, random);
        const bool halves = of_a == Layout::rows && x.halves;
        REQUIRE(order_of(x.m, x.n, x.k, a, b) == (halves ? Order::by_halves : Order::of_k));
        for (const int n : {1, 2, 5}) {
          CAPTURE(n);
          const Result<T> c =
              with_threads(n, [&] { return product(x.m, x.n, x.k, a, b, bias.data()); });
          Index different = 0;
          for (Index i = 0; i < x.m; ++i) {
            for (Index j = 0; j < x.n; j += step) {
              T sum = bias.at(0, j);
              if (halves) sum = sum_by_halves(x.n, x.k, sum, a, i, b, j);
              for (Index p = 0; p < x.k && !halves; ++p)
                sum = plus_product(sum, a.at(i, p), b.at(p, j));
              different += sum != c.at(i, j);
            }
          }
          CHECK(different == 0);
        }
      }
    }
  });
}

TEST_CASE_TEMPLATE("gemm: a bias of several rows, and one that is C itself", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(15);
    for (const auto& sizes : {std::array<Index, 3>{5, 37, 1},
                              {37, 45, 19},
                              {3, 50, 200},
                              {50, 3, 200},
                              {20, 200, 784},
                              {40, 200, 3000}}) {
      const Index m = sizes[0], n = sizes[1], k = sizes[2];
      CAPTURE(m);
      CAPTURE(n);
      CAPTURE(k);
      for (const Layout of_a : {Layout::rows, Layout::columns}) {
        for (const Layout of_b : {Layout::rows, Layout::columns}) {
          const Matrix<T> a(m, k, of_a, random), b(k, n, of_b, random);
          const Matrix<T> bias(m, n + 3, Layout::rows, random);
          Result<T> apart(m, n), within(m, n);
          for (Index i = 0; i < m; ++i)
            for (Index j = 0; j < n; ++j)
              within.memory[static_cast<std::size_t>(i * within.row + j)] = bias.at(i, j);
          Gemm<T> p{.m = m,
                    .n = n,
                    .k = k,
                    .a = a.data(),
                    .a_row = a.row,
                    .a_col = a.col,
                    .b = b.data(),
                    .b_row = b.row,
                    .b_col = b.col,
                    .c = apart.memory.data(),
                    .c_row = apart.row,
                    .bias = bias.data(),
                    .bias_row = bias.row};
          gemm(p);
          p.c = within.memory.data();
          p.bias = p.c;
          p.bias_row = p.c_row;
          gemm(p);
          CHECK(apart.memory == within.memory);
          // What the bias adds, as the product of one more step of k would have it.
          const Result<T> without = product(m, n, k, a, b);
          double worst = 0;
          for (Index i = 0; i < m; ++i)
            for (Index j = 0; j < n; ++j)
              worst = std::max(worst, std::abs(static_cast<double>(apart.at(i, j)) -
                                               static_cast<double>(without.at(i, j)) -
                                               static_cast<double>(bias.at(i, j))));
          CHECK(worst <= 4 * static_cast<double>(k + 2) *
                             static_cast<double>(std::numeric_limits<T>::epsilon()));
        }
      }
    }
  });
}

TEST_CASE_TEMPLATE("gemm: few rows times contiguous columns are summed by lanes", T, float,
                   double) {
  with_each_isa([] {
    std::mt19937 random(12);
    for (const auto& sizes : {std::array<Index, 3>{1, 37, 80},
                              {3, 130, 113},
                              {7, 19, 784},
                              {130, 5, 200},
                              {33, 1, 95},
                              {20, 200, 785}}) {
      const Index m = sizes[0], n = sizes[1], k = sizes[2];
      CAPTURE(m);
      const Matrix<T> a(m, k, Layout::rows, random), b(k, n, Layout::columns, random);
      const Matrix<T> bias(1, n, Layout::rows, random);
      REQUIRE(is_by_lanes(m, n, k, a, b));
      const Result<T> c = product(m, n, k, a, b, bias.data());
      Index different = 0;
      for (Index i = 0; i < m; ++i)
        for (Index j = 0; j < n; ++j)
          different += c.at(i, j) != sum_by_lanes(k, bias.at(0, j), a, i, b, j);
      CHECK(different == 0);
    }
    // Rows from the last to the first.
    const Index m = 3, n = 21, k = 117;
    Matrix<T> a(m, k, Layout::rows, random), b(k, n, Layout::columns, random);
    const Result<T> c = product(m, n, k, a, b);
    a.first += (m - 1) * a.row;
    b.first += (n - 1) * b.col;
    a.row = -a.row;
    b.col = -b.col;
    const Result<T> turned = product(m, n, k, a, b);
    Index different = 0;
    for (Index i = 0; i < m; ++i)
      for (Index j = 0; j < n; ++j) different += turned.at(i, j) != c.at(m - 1 - i, n - 1 - j);
    CHECK(different == 0);
    // So long that the sum is cut into pieces.
    for (const Index length : {2049, 5000}) {
      check<T>(3, 17, length, Layout::rows, Layout::columns, true, random);
      check<T>(17, 3, length, Layout::rows, Layout::columns, false, random);
    }
  });
}

TEST_CASE_TEMPLATE("gemm: each size from 1 to 130, the others around the borders of tiles", T,
                   float, double) {
  with_each_isa([] {
    std::mt19937 random(9);
    for_each_example<T>({Layout::rows, Layout::columns}, random, [&](const Example<T>& example) {
      CHECK(first_wrong(example, every_size(), edges, edges, random) == "");
      CHECK(first_wrong(example, edges, every_size(), edges, random) == "");
      CHECK(first_wrong(example, edges, edges, every_size(), random) == "");
    });
  });
}

TEST_CASE_TEMPLATE("gemm: sizes around the borders of tiles, with any strides", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(10);
    for_each_example<T>({std::begin(layouts), std::end(layouts)}, random,
                        [&](const Example<T>& example) {
                          CHECK(first_wrong(example, edges, edges, edges, random) == "");
                        });
  });
}

// Two million products in each layout, a quarter of an hour: CTest has it under the label "long".
TEST_CASE_TEMPLATE("gemm: all sizes from 1 to 130" * doctest::skip(), T, float, double) {
  with_each_isa([] {
    std::mt19937 random(11);
    const Sizes all = every_size();
    for_each_example<T>({Layout::rows, Layout::columns}, random, [&](const Example<T>& example) {
      CHECK(first_wrong(example, all, all, all, random) == "");
    });
  });
}

TEST_CASE_TEMPLATE("gemm: no steps of k give zeros, or the bias", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(4);
    for (const bool with_bias : {false, true}) {
      check<T>(15, 37, 0, Layout::rows, Layout::rows, with_bias, random);
    }
  });
}

TEST_CASE_TEMPLATE("gemm: an empty C is not touched", T, float, double) {
  T guard = 7;
  gemm(Gemm<T>{0, 5, 3, nullptr, 3, 1, nullptr, 5, 1, &guard, 5});
  gemm(Gemm<T>{5, 0, 3, nullptr, 3, 1, nullptr, 0, 1, &guard, 0});
  CHECK(guard == 7);
}

TEST_CASE_TEMPLATE("gemm: the number of threads does not change a bit", T, float, double) {
  with_each_isa([] {
    std::mt19937 random(5);
    for (const Layout of_a : {Layout::rows, Layout::columns}) {
      for (const Layout of_b : {Layout::rows, Layout::columns}) {
        for (const auto& sizes : {std::array<Index, 2>{3, 157}, {61, 157}, {200, 157}, {300, 4}}) {
          const Index m = sizes[0], n = sizes[1], k = 600;
          const Matrix<T> a(m, k, of_a, random), b(k, n, of_b, random);
          const auto run = [&] { return product(m, n, k, a, b).memory; };
          const std::vector<T> one = with_threads(1, run);
          CHECK(with_threads(2, run) == one);
          CHECK(with_threads(5, run) == one);
        }
      }
    }
  });
}

TEST_CASE_TEMPLATE("gemm: in sums by lanes, too, NaN and infinity reach theirs and no others", T,
                   float, double) {
  with_each_isa([] {
    std::mt19937 random(13);
    const Index m = 3, n = 35, k = 117;
    Matrix<T> a(m, k, Layout::rows, random), b(k, n, Layout::columns, random);
    REQUIRE(is_by_lanes(m, n, k, a, b));
    a.at(1, k - 1) = std::numeric_limits<T>::quiet_NaN();
    // This number is read twice: the last ones fill a register with some of those before.
    b.at(k - 8, 34) = std::numeric_limits<T>::infinity();
    const Result<T> c = product(m, n, k, a, b);
    Index wrong = 0;
    for (Index i = 0; i < m; ++i)
      for (Index j = 0; j < n; ++j)
        wrong += i == 1    ? !std::isnan(c.at(i, j))
                 : j == 34 ? !std::isinf(c.at(i, j))
                           : !std::isfinite(c.at(i, j));
    CHECK(wrong == 0);
  });
}

TEST_CASE_TEMPLATE("gemm: NaN and infinity reach the right elements and no others", T, float,
                   double) {
  with_each_isa([] {
    std::mt19937 random(6);
    const Index m = 17, n = 35, k = 21;
    for (const Layout layout : {Layout::rows, Layout::columns}) {
      Matrix<T> a(m, k, layout, random), b(k, n, layout, random);
      a.at(16, 4) = std::numeric_limits<T>::quiet_NaN();
      b.at(20, 34) = std::numeric_limits<T>::infinity();
      for (Index i = 0; i < m; ++i) a.at(i, 20) = 0;  // 0 * infinity is NaN
      const Result<T> c = product(m, n, k, a, b);
      Index wrong = 0;
      for (Index i = 0; i < m; ++i) {
        for (Index j = 0; j < n; ++j) wrong += std::isnan(c.at(i, j)) != (i == 16 || j == 34);
      }
      CHECK(wrong == 0);
    }
  });
}
