// Chapter 1: one derivative in four ways, and what a gradient of many inputs costs in each.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <vector>

#include "vae/chart.h"

/// Our example, for any kind of number. Every machine computes it to the last bit.
template <class T>
T f(const T& x) {
  using std::sqrt;
  return sqrt(x * sqrt(x));
}

// Way 1: from values.
double forward_difference(double x, double h) { return (f(x + h) - f(x)) / h; }
double central_difference(double x, double h) { return (f(x + h) - f(x - h)) / (2 * h); }

// Way 2: a formula, derived by hand.
double by_hand(double x) { return 0.75 / std::sqrt(std::sqrt(x)); }

// Way 3: forwards. A dual number is a value together with its slope.
template <class T>
struct Dual {
  T value, slope;
};
Dual<double> sqrt(Dual<double> x) {
  const double root = std::sqrt(x.value);
  return {root, x.slope * 0.5 / root};
}
template <class T>
Dual<T> operator*(const Dual<T>& a, const Dual<T>& b) {
  return {a.value * b.value, a.slope * b.value + a.value * b.slope};
}

// Way 4: backwards. First the steps, then the gradient of each, the last one first.
double backwards(double x) {
  const double u = std::sqrt(x);
  const double v = x * u;
  const double y = std::sqrt(v);
  const double gradient_y = 1;
  const double gradient_v = gradient_y * 0.5 / y;  // y = sqrt v
  const double gradient_u = gradient_v * x;        // v = x u
  double gradient_x = gradient_v * u;              // v = x u
  gradient_x += gradient_u * 0.5 / u;              // u = sqrt x
  return gradient_x;
}

/// A number that counts how often numbers like it are multiplied.
struct Counted {
  double value;
  static inline long products = 0;
};
Counted operator*(Counted a, Counted b) { return ++Counted::products, Counted{a.value * b.value}; }
Counted operator+(Counted a, Counted b) { return {a.value + b.value}; }

template <class T>
T product(const std::vector<T>& x) {
  T y = x[0];
  for (std::size_t i = 1; i < x.size(); ++i) y = y * x[i];
  return y;
}

using Numbers = std::vector<Counted>;

Numbers gradient_by_differences(Numbers x) {
  Numbers gradient;
  for (std::size_t i = 0; i < x.size(); ++i) {
    Numbers right = x, left = x;
    right[i].value += 1e-5;
    left[i].value -= 1e-5;
    gradient.push_back({(product(right).value - product(left).value) / 2e-5});
  }
  return gradient;
}

/// dy/dx_i is the product of all the others.
Numbers gradient_by_hand(Numbers x) {
  Numbers gradient;
  for (std::size_t i = 0; i < x.size(); ++i) {
    Numbers others = x;
    others[i] = {1};
    gradient.push_back(product(others));
  }
  return gradient;
}

/// One pass for each input, with slope 1 for it and 0 for the others.
Numbers gradient_forwards(Numbers x) {
  Numbers gradient;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<Dual<Counted>> duals;
    for (std::size_t j = 0; j < x.size(); ++j) duals.push_back({x[j], {i == j ? 1.0 : 0.0}});
    gradient.push_back(product(duals).slope);
  }
  return gradient;
}

/// The steps are y_i = y_(i-1) x_i; back from the last, each has a gradient for both factors.
Numbers gradient_backwards(Numbers x) {
  Numbers y = {x[0]};
  for (std::size_t i = 1; i < x.size(); ++i) y.push_back(y[i - 1] * x[i]);
  Numbers gradient(x.size());
  Counted gradient_y = {1};
  for (std::size_t i = x.size() - 1; i > 0; --i) {
    gradient[i] = gradient_y * y[i - 1];
    gradient_y = gradient_y * x[i];
  }
  gradient[0] = gradient_y;
  return gradient;
}

int main(int argc, char**) {
  if (argc > 1) return fmt::print(stderr, "01_derivative takes no options\n"), 2;
  fmt::print("the slope of f at 2\nforward difference  {:.8f}\n", forward_difference(2, 1e-4));
  fmt::print("central difference  {:.8f}\n", central_difference(2, 1e-4));
  fmt::print("by hand             {:.8f}\n", by_hand(2));                   // -> 0.63067231
  fmt::print("dual number         {:.8f}\n", f(Dual<double>{2, 1}).slope);  // -> 0.63067231
  fmt::print("backwards           {:.8f}\n", backwards(2));                 // -> 0.63067231
  fmt::print("\n{:6}{:>10}{:>10}\n", "h", "forward", "central");
  for (const double h : {1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14})
    fmt::print("{:<6.0e}{:10.0e}{:10.0e}\n", h, std::abs(forward_difference(2, h) - by_hand(2)),
               std::abs(central_difference(2, h) - by_hand(2)));
  const std::pair<const char*, Numbers (*)(Numbers)> ways[] = {
      {"differences", gradient_by_differences},
      {"by hand", gradient_by_hand},
      {"dual numbers", gradient_forwards},
      {"backwards", gradient_backwards}};
  std::vector<gradus::vae::Series> lines;
  fmt::print("\nmultiplications for the gradient of x1 x2 ... xn\nn             ");
  for (const int n : {4, 16, 64, 256, 1024}) fmt::print("{:9}", n);
  for (const auto& [name, way] : ways) {
    fmt::print("\n{:14}", name);
    lines.push_back({name, {}, {}});
    for (const std::size_t n : {4u, 16u, 64u, 256u, 1024u}) {
      Counted::products = 0;
      way(Numbers(n, Counted{1.001}));
      fmt::print("{:9}", Counted::products);
      lines.back().x.push_back(double(n));
      lines.back().y.push_back(double(Counted::products));
    }
  }
  fmt::print("\n");
  std::filesystem::create_directories("runs/01_derivative");
  std::ofstream("runs/01_derivative/cost.svg") << gradus::vae::line_chart(
      "The cost of a gradient", "inputs", "multiplications", lines, {.logarithmic = true});
}
