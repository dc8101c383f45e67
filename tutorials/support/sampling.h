// What: Estimate and average, the mean of random draws and how far to trust it; integral, which
//      needs no draws; printable, which knows a 0 when it is rounded; NumpyNormal, the random
//      numbers of NumPy's older generator.
// Why: an average without its standard error says nothing, and a published value can only be
//      reproduced to its last digit with the random numbers that made it.
// Invariants: none of this is needed by the library, which has a generator of its own.
// Read next: ../../tensor/rng.h. Source: Marsaglia, Bray, "A convenient method for generating
//      normal variables", SIAM Review 1964.
#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "tensor/tensor.h"

namespace gradus {

/// The numbers of np.random.seed(seed) and np.random.normal(): the published values used them.
struct NumpyNormal {
  std::mt19937 bits{0};  // the seed
  std::optional<double> second;

  double unit() {  // in [0, 1), 53 random bits
    const auto high = static_cast<double>(bits() >> 5), low = static_cast<double>(bits() >> 6);
    return (high * 0x1p26 + low) * 0x1p-53;
  }
  double operator()() {  // Marsaglia's polar method: a point in the unit circle gives two numbers
    if (second) return *std::exchange(second, std::nullopt);
    double a = 0, b = 0, r = 0;
    do {
      a = 2 * unit() - 1;
      b = 2 * unit() - 1;
      r = a * a + b * b;
    } while (r >= 1 || r == 0);
    second = std::sqrt(-2 * std::log(r) / r) * a;
    return std::sqrt(-2 * std::log(r) / r) * b;
  }
};

/// What n draws say about a mean: deviation is that of one draw, error that of their average.
struct Estimate {
  double mean, deviation, error;
};
inline Estimate average(int n, const std::function<double()>& draw) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double value = draw();
    sum += value;
    squares += value * value;
  }
  const double mean = sum / n, deviation = std::sqrt(squares / n - mean * mean);
  return {mean, deviation, deviation / std::sqrt(n)};
}
inline Estimate average(const Tensor<double>& draws) {
  const std::vector<double> values = draws.to_vector();
  return average(static_cast<int>(values.size()),
                 [next = values.begin()]() mutable { return *next++; });
}

inline double normal_log_density(double x, double mean = 0, double deviation = 1) {
  const double u = (x - mean) / deviation;
  return -0.5 * (u * u + std::log(2 * std::numbers::pi)) - std::log(deviation);
}
inline double normal_density(double x, double mean = 0, double deviation = 1) {
  return std::exp(normal_log_density(x, mean, deviation));
}

/// The area below g, by 20,000 trapezoids; for a smooth g that is 0 at both ends, it is exact to
/// nearly all digits.
template <class G>
double integral(const G& g, double from, double to) {
  constexpr int parts = 20'000;
  const double width = (to - from) / parts;
  double total = 0.5 * (g(from) + g(to));
  for (int i = 1; i < parts; ++i) total += g(from + i * width);
  return total * width;
}

/// Where only rounding is left, 0, which would else print as -0.000000 at times. Anything larger
/// keeps its sign: a KL that is truly negative is to be seen.
inline double printable(double x) { return std::abs(x) < 1e-10 ? 0 : x; }

}  // namespace gradus
