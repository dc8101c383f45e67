// Chapter 4: gradient checking, from a difference of two numbers to a report on a wrong rule.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "autograd/gradcheck.h"
#include "autograd/show.h"
#include "tensor/rng.h"
#include "vae/chart.h"

using namespace gradus;

// Three formulas for the slope of the square root at 2, which is 1 / (2 sqrt 2). Every machine
// computes square roots to the last bit, so their errors are the same everywhere.
template <class T>
T forward(T h) {
  return (std::sqrt(2 + h) - std::sqrt(T(2))) / h;
}

template <class T>
T central(T h) {
  return (std::sqrt(2 + h) - std::sqrt(2 - h)) / (2 * h);
}

double five_points(double h) {
  const double near = std::sqrt(2 + h) - std::sqrt(2 - h);
  const double far = std::sqrt(2 + 2 * h) - std::sqrt(2 - 2 * h);
  return (8 * near - far) / (12 * h);
}

void error_against_step() {
  std::vector<vae::Series> lines = {{"forward", {}, {}},
                                    {"central", {}, {}},
                                    {"five points", {}, {}},
                                    {"central, float", {}, {}}};
  fmt::print("{:5}", "h");
  for (const vae::Series& line : lines) fmt::print("{:>16}", line.name);
  fmt::print("\n");
  for (const double h : {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11}) {
    const double slopes[] = {forward(h), central(h), five_points(h), central(float(h))};
    fmt::print("{:5.0e}", h);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const double error = std::abs(slopes[i] - 0.5 / std::sqrt(2.0));
      fmt::print("{:16.0e}", error);
      lines[i].x.push_back(std::log10(h));
      lines[i].y.push_back(std::log10(error));
    }
    fmt::print("\n");
  }
  std::filesystem::create_directories("runs/04_gradient_checking");
  std::ofstream("runs/04_gradient_checking/error_against_step.svg") << vae::line_chart(
      "Two kinds of error", "log10 of the step h", "log10 of the error of the slope", lines);
}

// A gradient check of one screen.

using Function = std::function<Var<double>(const Var<double>&)>;

/// The largest difference between the gradient that the tape gives for sum(w f(x)), and central
/// differences of it.
double largest_error(const Function& f, const Tensor<double>& x, const Tensor<double>& w) {
  Tape<double> tape;
  const Var<double> leaf = tape.watch(x);
  const std::vector<double> received = tape.gradients(sum(f(leaf) * w))[leaf].value().to_vector();

  const auto value = [&](std::size_t i, double offset) {
    std::vector<double> moved = x.to_vector();
    moved[i] += offset;
    return sum(f(Tensor<double>::from(x.shape(), moved)) * w).item();
  };
  const double h = 1e-5;
  double largest = 0;
  for (std::size_t i = 0; i < received.size(); ++i) {
    const double expected = (value(i, h) - value(i, -h)) / (2 * h);
    largest = std::max(largest, std::abs(expected - received[i]));
  }
  return largest;
}

// Four ops with a planted mistake each.

Var<double> my_transpose(const Var<double>& x) {
  Var<double> y = output("my_transpose", x.value().transpose(), Where(), x);
  vjp(y, x, [](const Var<double>& g) { return g; });
  return y;
}

Var<double> my_softmax(const Var<double>& x, Where where = {}) {
  const Tensor<double> e = exp(x.value() - max(x.value(), -1, Dims::keep));
  Var<double> y = output("my_softmax", e / sum(e, -1, Dims::keep), where, x);
  vjp(y, x, [y](const Var<double>& g) { return y * g; });
  return y;
}

Var<double> my_square(const Var<double>& x, Where where = {}) {
  Var<double> y = output("my_square", x.value() * x.value(), where, x);
  vjp(y, x, [x](const Var<double>& g) { return g * (2 * x.value()); });
  return y;
}

Var<double> my_silu(const Var<double>& x) {  // x sigmoid(x)
  const Var<double> s = sigmoid(x.value());
  return x * s;
}

Var<double> entropy(const Var<double>& p) { return -sum(p * log(p)); }

int main(int argc, char**) {
  if (argc > 1) return fmt::print(stderr, "04_gradient_checking takes no options\n"), 2;
  error_against_step();

  Rng rng{4};
  const Tensor<double> matrix = normal<double>({3, 3}, rng);
  fmt::print("\nmy_transpose, largest error:\n");
  fmt::print("  of the sum           {:.2f}\n",
             largest_error(my_transpose, matrix, Tensor<double>::ones({3, 3})));  // -> 0.00
  fmt::print("  of a weighted sum    {:.2f}\n",
             largest_error(my_transpose, matrix, normal<double>({3, 3}, rng)));

  const Tensor<double> logits = Tensor<double>::matrix({{1, 0, -1}, {0.5, 2, 0}});
  fmt::print("\n{}",
             gradcheck("my_softmax", [](auto& x) { return my_softmax(x[0]); }, {logits}).text);
  fmt::print("\n{}", gradcheck("my_silu", [](auto& x) { return my_silu(x[0]); }, {logits}).text);
  Tape<double> tape{Values::keep};
  my_silu(tape.watch(logits));
  fmt::print("{}\n", wengert_list(tape));
  for (const int order : {1, 2}) {
    const auto report = gradcheck([](auto& x) { return my_square(x[0]); }, {logits}, {order});
    fmt::print("my_square, order {}: {}\n", order, report ? "passed" : report.hint);
  }

  const Tensor<double> at_kink = Tensor<double>::vector({-0.5, 0, 0.8});
  fmt::print("\nrelu at 0: {}\n", gradcheck([](auto& x) { return relu(x[0]); }, {at_kink}).advice);
  const auto fresh = [&](auto& x) { return x[0] * normal<double>({3}, rng); };
  fmt::print("fresh noise: {}\n", gradcheck(fresh, {at_kink}).advice);
  const Tensor<double> noise = normal<double>({3}, rng);
  const auto same = [&](auto& x) { return x[0] * noise; };
  fmt::print("fixed noise: {}\n", gradcheck(same, {at_kink}) ? "passed" : "wrong");  // -> passed

  const Tensor<double> p = Tensor<double>::vector({0.7, 0.3, 0});
  fmt::print("\nentropy: {}\n", entropy(p).item());  // -> nan
  const FiniteCheck check;
  try {
    entropy(p);
  } catch (const NotFinite& e) {
    fmt::print("{}\n", e.what());
  }
}
