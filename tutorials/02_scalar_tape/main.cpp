// Chapter 2: a tape of scalars, on which the derivative of any formula is one walk backwards.
#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

#include "autograd/ops.h"
#include "autograd/show.h"

namespace toy {

constexpr std::size_t none = SIZE_MAX;

/// One step of a computation: a value, what it was made from, and how fast it changes with each.
struct Step {
  const char* op;
  double value;
  std::size_t a = none, b = none;   // positions of the inputs on the tape
  double slope_a = 0, slope_b = 0;  // dvalue/da, dvalue/db
};

std::vector<Step> tape;

/// A number whose history is on the tape.
struct Number {
  Number(double value) : Number(Step{"leaf", value}) {}
  explicit Number(const Step& step) : at(tape.size()) { tape.push_back(step); }
  double value() const { return tape[at].value; }
  std::size_t at;
};

Number operator+(Number a, Number b) {
  return Number(Step{"add", a.value() + b.value(), a.at, b.at, 1, 1});
}
Number operator-(Number a, Number b) {
  return Number(Step{"sub", a.value() - b.value(), a.at, b.at, 1, -1});
}
Number operator*(Number a, Number b) {
  return Number(Step{"mul", a.value() * b.value(), a.at, b.at, b.value(), a.value()});
}
Number operator/(Number a, Number b) {
  const double y = a.value() / b.value();
  return Number(Step{"div", y, a.at, b.at, 1 / b.value(), -y / b.value()});
}
Number relu(Number x) {
  const bool on = x.value() > 0;
  return Number(Step{"relu", on ? x.value() : 0, x.at, none, on ? 1.0 : 0.0});
}

/// dy/dv for every step v: from the newest step to the oldest, each hands on what it has received.
std::vector<double> gradients(Number y) {
  std::vector<double> gradient(tape.size(), 0);
  gradient[y.at] = 1;
  for (std::size_t i = tape.size(); i-- > 0;) {
    const Step& step = tape[i];
    if (step.a != none) gradient[step.a] += gradient[i] * step.slope_a;
    if (step.b != none) gradient[step.b] += gradient[i] * step.slope_b;
  }
  return gradient;
}

/// The same by recursion, as one would first write it. It is wrong.
void visit(std::size_t i, std::vector<double>& gradient) {
  const Step& step = tape[i];
  for (const auto& [input, slope] : {std::pair{step.a, step.slope_a}, {step.b, step.slope_b}}) {
    if (input == none) continue;
    gradient[input] += gradient[i] * slope;
    visit(input, gradient);
  }
}

void print_tape(const std::vector<double>& gradient) {
  const auto name = [](std::size_t i) { return i == none ? "" : fmt::format("v{}", i); };
  for (std::size_t i = 0; i < tape.size(); ++i) {
    const Step& s = tape[i];
    fmt::print("{} = {:4} {:2} {:2}  value {:4.1f}  slopes {:.1f} {:.1f}  gradient {:4.1f}\n",
               name(i), s.op, name(s.a), name(s.b), s.value, s.slope_a, s.slope_b, gradient[i]);
  }
}

}  // namespace toy

/// a b + b^3, for any kind of number.
template <class N>
N small(const N& a, const N& b) {
  const N product = a * b;
  const N square = b * b;
  const N cube = square * b;
  return product + cube;
}

/// The example of micrograd's README.
template <class N>
N micrograd(const N& a, const N& b) {
  N c = a + b;
  N d = a * b + b * b * b;
  c = c + (c + 1.0);
  c = c + (1.0 + c + (0.0 - a));
  d = d + (d * 2.0 + relu(b + a));
  d = d + (3.0 * d + relu(b - a));
  const N e = c - d;
  const N f = e * e;
  return f / 2.0 + 10.0 / f;
}

int main(int argc, char**) {
  if (argc > 1) return fmt::print(stderr, "02_scalar_tape takes no options\n"), 2;
  const toy::Number three = 3, two = 2;
  toy::print_tape(toy::gradients(small(three, two)));

  toy::tape.clear();
  const toy::Number a = -4, b = 2;
  const toy::Number g = micrograd(a, b);
  fmt::print("\ng     {:.4f}\n", g.value());              // -> 24.7041
  fmt::print("dg/da {:.4f}\n", toy::gradients(g)[a.at]);  // -> 138.8338
  fmt::print("dg/db {:.4f}\n", toy::gradients(g)[b.at]);  // -> 645.5773

  toy::tape.clear();
  const toy::Number one = 1, doubled = one + one, twice = doubled + doubled;
  std::vector<double> naive = {0, 0, 1};
  toy::visit(twice.at, naive);
  fmt::print("\nb = a + a, c = b + b: dc/da is {} by the sweep, {} by recursion\n",
             toy::gradients(twice)[0], naive[0]);  // -> 4 by the sweep, 6 by recursion

  toy::tape.clear();
  toy::Number x = 1;
  for (int i = 0; i < 1'000'000; ++i) x = x + x * 1e-6;
  const auto start = std::chrono::steady_clock::now();
  const double slope = toy::gradients(x)[0];
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  fmt::print("{} steps: dx/dx0 = {:.4f}, swept in {:.0f} ms\n", toy::tape.size(), slope,
             time.count());

  using namespace gradus;
  Tape<double> tape{Values::keep};
  const Var<double> p = tape.watch(3.0), q = tape.watch(2.0);
  const Gradients<double> slopes = tape.gradients(small(p, q), Keep::yes);
  fmt::print("\n{}", wengert_list(tape, {.gradients = &slopes}));
  std::filesystem::create_directories("runs/02_scalar_tape");
  std::ofstream("runs/02_scalar_tape/small.dot") << graphviz(tape, {.gradients = &slopes});

  Tape<double> second;
  const Var<double> u = second.watch(-4.0), v = second.watch(2.0), y = micrograd(u, v);
  const Gradients<double> dy = second.gradients(y);
  fmt::print("\nlibrary: {:.4f} {:.4f} {:.4f}\n", y.item(), dy[u].item(),
             dy[v].item());  // -> library: 24.7041 138.8338 645.5773
}
