#include "tests/autograd/random_programs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace gradus::random_programs {
namespace {

using Numbers = std::vector<double>;

constexpr double largest_value = 3, largest_slope = 10, kink_distance = 0.1;
constexpr std::size_t deepest = 60;
constexpr Size most_elements = 48;

bool anything(double) { return true; }
bool positive(double x) { return x > 0.3; }
bool away_from_0(double x) { return std::abs(x) > kink_distance; }

bool all(const X& x, const std::function<bool(double)>& accepts) {
  const Numbers values = x.to_vector();
  return std::all_of(values.begin(), values.end(), accepts);
}

/// No two elements so close that a difference could exchange them.
bool well_apart(const X& x) {
  Numbers values = x.to_vector();
  std::sort(values.begin(), values.end());
  for (std::size_t i = 1; i < values.size(); ++i)
    if (values[i] - values[i - 1] < kink_distance) return false;
  return true;
}

double largest(const X& x) { return x.numel() == 0 ? 0 : max(abs(x)).item(); }

int random_axis(const X& x, Rng& rng) { return static_cast<int>(rng.below(x.rank())); }

Tensor<Size> random_positions(const Shape& shape, Size n, Rng& rng) {
  std::vector<Size> positions;
  for (Size i = 0; i < shape.numel(); ++i) positions.push_back(rng.below(n));
  return Tensor<Size>::from(shape, positions);
}

std::string text(const Shape& shape) {
  return fmt::format("{{{}}}", fmt::join(shape.begin(), shape.end(), ", "));
}
template <class T>
std::string text(const char* type, const Tensor<T>& x) {
  return fmt::format("{}::from({}, {{{}}})", type, text(x.shape()), fmt::join(x.to_vector(), ", "));
}

void replace_all(std::string& in, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = in.find(what, at)) != std::string::npos; at += by.size())
    in.replace(at, what.size(), by);
}

// Kinds of ops.

Kind binary(const std::string& name, const std::function<V(const V&, const V&)>& f,
            const std::function<bool(const X&, const X&)>& accepts) {
  return {name, 2, [=](const Tensors& x, Rng&) -> std::optional<Step> {
            if (!accepts(x[0], x[1])) return std::nullopt;
            return Step{name + "($0, $1)", [=](const Vars& v) { return f(v[0], v[1]); }};
          }};
}

bool broadcast(const X& a, const X& b) {
  for (int axis = -1; axis >= -std::min(a.rank(), b.rank()); --axis)
    if (a.shape()[axis] != b.shape()[axis] && a.shape()[axis] != 1 && b.shape()[axis] != 1)
      return false;
  return true;
}

/// Reductions over one axis, which is dropped or kept, or over all.
Kind reduction(const std::string& name, V (*f)(const V&, Axes, Dims, Where),
               bool (*accepts)(const X&)) {
  return {name, 1, [=](const Tensors& x, Rng& rng) -> std::optional<Step> {
            if (!accepts(x[0])) return std::nullopt;
            if (x[0].rank() == 0 || rng.below(5) == 0)
              return Step{name + "($0)",
                          [=](const Vars& v) { return f(v[0], Axes::all(), Dims::drop, {}); }};
            const int axis = random_axis(x[0], rng);
            const bool keep = rng.below(2) == 0;
            return Step{
                fmt::format("{}($0, {}, Dims::{})", name, axis, keep ? "keep" : "drop"),
                [=](const Vars& v) { return f(v[0], axis, keep ? Dims::keep : Dims::drop, {}); }};
          }};
}

/// A kind that needs an axis of its (first) input: step(values, axis, rng).
template <class F>
Kind along_axis(const std::string& name, std::size_t inputs, const F& step) {
  return {name, inputs, [=](const Tensors& x, Rng& rng) -> std::optional<Step> {
            if (x[0].rank() == 0) return std::nullopt;
            return step(x, random_axis(x[0], rng), rng);
          }};
}

using Maybe = std::optional<Step>;

void add_elementwise(std::vector<Kind>& list) {
  list.push_back(unary(
      "neg", [](const V& x) { return neg(x); }, anything));
  list.push_back(unary(
      "exp", [](const V& x) { return exp(x); }, anything));
  list.push_back(unary(
      "log", [](const V& x) { return log(x); }, positive));
  list.push_back(unary(
      "log1p", [](const V& x) { return log1p(x); }, [](double x) { return x > -0.7; }));
  list.push_back(unary(
      "sqrt", [](const V& x) { return sqrt(x); }, positive));
  list.push_back(unary(
      "tanh", [](const V& x) { return tanh(x); }, anything));
  list.push_back(unary(
      "sigmoid", [](const V& x) { return sigmoid(x); }, anything));
  list.push_back(unary(
      "softplus", [](const V& x) { return softplus(x); }, anything));
  list.push_back(unary(
      "normal_cdf", [](const V& x) { return normal_cdf(x); }, anything));
  list.push_back(unary(
      "gelu", [](const V& x) { return gelu(x); }, anything));
  list.push_back(unary(
      "square", [](const V& x) { return square(x); }, anything));
  list.push_back(unary(
      "abs", [](const V& x) { return abs(x); }, away_from_0));
  list.push_back(unary(
      "relu", [](const V& x) { return relu(x); }, away_from_0));
  list.push_back(unary(
      "leaky_relu", [](const V& x) { return leaky_relu(x); }, away_from_0));
  list.push_back(unary(
      "elu", [](const V& x) { return elu(x); }, away_from_0));
  list.push_back(
      {"clamp", 1, [](const Tensors& x, Rng&) -> Maybe {
         const auto inside = [](double v) { return std::abs(std::abs(v) - 1) > 0.1; };
         if (!all(x[0], inside)) return std::nullopt;
         return Step{"clamp($0, -1.0, 1.0)", [](const Vars& v) { return clamp(v[0], -1.0, 1.0); }};
       }});

  list.push_back(binary(
      "add", [](const V& a, const V& b) { return a + b; }, broadcast));
  list.push_back(binary(
      "sub", [](const V& a, const V& b) { return a - b; }, broadcast));
  list.push_back(binary(
      "mul", [](const V& a, const V& b) { return a * b; }, broadcast));
  list.push_back(binary(
      "div", [](const V& a, const V& b) { return a / b; },
      [](const X& a, const X& b) {
        return broadcast(a, b) && all(b, [](double v) { return std::abs(v) > 0.3; });
      }));
  list.push_back(binary(
      "pow", [](const V& a, const V& b) { return pow(a, b); },
      [](const X& a, const X& b) { return broadcast(a, b) && all(a, positive); }));
  list.push_back(binary(
      "maximum", [](const V& a, const V& b) { return maximum(a, b); },
      [](const X& a, const X& b) { return broadcast(a, b) && all(a - b, away_from_0); }));
  list.push_back(binary(
      "bernoulli_log_prob", [](const V& a, const V& b) { return bernoulli_log_prob(a, b); },
      broadcast));
  list.push_back({"where", 2, [](const Tensors& x, Rng& rng) -> Maybe {
                    if (!broadcast(x[0], x[1])) return std::nullopt;
                    const Shape shape =
                        broadcast_shapes("where", x[0].shape(), x[1].shape(), Where{});
                    const X chosen = bernoulli(X::full(shape, 0.5), rng);
                    return Step{fmt::format("where({}, $0, $1)", text("X", chosen)),
                                [=](const Vars& v) { return where(chosen, v[0], v[1]); }};
                  }});
}

void add_rearrangements(std::vector<Kind>& list) {
  list.push_back({"reshape", 1, [](const Tensors& x, Rng& rng) -> Maybe {
                    const Size n = x[0].numel(), last = 1 + rng.below(3);
                    if (n % last != 0) return std::nullopt;
                    const Shape shape = last == 1 ? Shape{n} : Shape{n / last, last};
                    return Step{fmt::format("reshape($0, {})", text(shape)),
                                [=](const Vars& v) { return reshape(v[0], shape); }};
                  }});
  list.push_back(along_axis("transpose", 1, [](const Tensors& x, int a, Rng& rng) -> Maybe {
    const int b = random_axis(x[0], rng);
    return Step{fmt::format("transpose($0, {}, {})", a, b),
                [=](const Vars& v) { return transpose(v[0], a, b); }};
  }));
  list.push_back({"broadcast_to", 1, [](const Tensors& x, Rng& rng) -> Maybe {
                    std::vector<Size> sizes(x[0].shape().begin(), x[0].shape().end());
                    for (Size& size : sizes)
                      if (size == 1) size = 1 + rng.below(3);
                    if (sizes.size() < 4) sizes.insert(sizes.begin(), 1 + rng.below(2));
                    const Shape shape{std::span<const Size>(sizes)};
                    return Step{fmt::format("broadcast_to($0, {})", text(shape)),
                                [=](const Vars& v) { return broadcast_to(v[0], shape); }};
                  }});
  list.push_back({"sum_to", 1, [](const Tensors& x, Rng& rng) -> Maybe {
                    Shape shape = x[0].shape();
                    for (int axis = 0; axis < shape.rank(); ++axis)
                      if (rng.below(2) == 0) shape[axis] = 1;
                    return Step{fmt::format("sum_to($0, {})", text(shape)),
                                [=](const Vars& v) { return sum_to(v[0], shape); }};
                  }});
  list.push_back(along_axis("concat", 2, [](const Tensors& x, int axis, Rng&) -> Maybe {
    if (x[0].shape() != x[1].shape()) return std::nullopt;
    return Step{fmt::format("concat<double>({{$0, $1}}, {})", axis), [=](const Vars& v) {
                  return concat<double>({v[0], v[1]}, axis);
                }};
  }));
  list.push_back(along_axis("slice", 1, [](const Tensors& x, int axis, Rng& rng) -> Maybe {
    const Size n = x[0].shape()[axis], begin = rng.below(n), end = begin + 1 + rng.below(n - begin);
    return Step{fmt::format("slice($0, {}, {}, {})", axis, begin, end),
                [=](const Vars& v) { return slice(v[0], axis, begin, end); }};
  }));
  list.push_back(along_axis("gather", 1, [](const Tensors& x, int axis, Rng& rng) -> Maybe {
    Shape shape = x[0].shape();
    shape[axis] = 1 + rng.below(3);
    const Tensor<Size> index = random_positions(shape, x[0].shape()[axis], rng);
    return Step{fmt::format("gather($0, {}, {})", axis, text("Tensor<Size>", index)),
                [=](const Vars& v) { return gather(v[0], axis, index); }};
  }));
  list.push_back(along_axis("scatter_add", 1, [](const Tensors& x, int axis, Rng& rng) -> Maybe {
    Shape shape = x[0].shape();
    shape[axis] = 1 + rng.below(3);
    const Tensor<Size> index = random_positions(x[0].shape(), shape[axis], rng);
    return Step{
        fmt::format("scatter_add($0, {}, {}, {})", axis, text("Tensor<Size>", index), text(shape)),
        [=](const Vars& v) { return scatter_add(v[0], axis, index, shape); }};
  }));
}

void add_reductions_and_products(std::vector<Kind>& list) {
  const auto any = [](const X&) { return true; };
  list.push_back(reduction("sum", sum<double>, any));
  list.push_back(reduction("mean", mean<double>, any));
  list.push_back(reduction("logsumexp", logsumexp<double>, any));
  list.push_back(reduction("max", max<double>, well_apart));
  list.push_back(along_axis("log_softmax", 1, [](const Tensors&, int axis, Rng&) -> Maybe {
    return Step{fmt::format("log_softmax($0, {})", axis),
                [=](const Vars& v) { return log_softmax(v[0], axis); }};
  }));
  const auto matrices = [](const X& a, const X& b, int rows_of_b) {
    return a.rank() == 2 && b.rank() >= 2 && a.shape()[-1] == b.shape()[rows_of_b];
  };
  list.push_back(binary(
      "matmul", [](const V& a, const V& b) { return matmul(a, b); },
      [=](const X& a, const X& b) { return matrices(a, b, -2); }));
  list.push_back({"matmul", 2, [=](const Tensors& x, Rng&) -> Maybe {
                    if (!matrices(x[0], x[1], -1)) return std::nullopt;
                    return Step{"matmul($0, transpose($1))",
                                [](const Vars& v) { return matmul(v[0], transpose(v[1])); }};
                  }});
  list.push_back({"linear", 2, [=](const Tensors& x, Rng&) -> Maybe {
                    if (!matrices(x[1], x[0], -1)) return std::nullopt;
                    return Step{"linear($0, $1, sum($1, 1))",
                                [](const Vars& v) { return linear(v[0], v[1], sum(v[1], 1)); }};
                  }});
}

// Programs.

/// Adds lines to a program, each of which is tame; beside each value stands what becomes of it when
/// the leaves move a little, which shows how steep it is.
class Builder {
 public:
  explicit Builder(Rng& rng) : rng_(rng), narrowness_(rng.below(5)) {}

  void add_leaf() {
    std::vector<Size> sizes = {2, 3, 2};
    sizes.erase(sizes.begin(), sizes.begin() + rng_.below(3));
    for (Size& size : sizes)
      if (rng_.below(3) == 0) size = 1;
    const Shape shape{std::span<const Size>(sizes)};
    const X value = 4.0 * uniform<double>(shape, rng_) - 2.0;
    moved_.push_back(value + small * (2.0 * uniform<double>(shape, rng_) - 1.0));
    depth_.push_back(0);
    program.lines.push_back({"leaf", {}, {}, value});
  }

  /// One more step, and another that scales its value if that is too large or too small.
  void add_step(const std::vector<Kind>& kinds) {
    constexpr int tries = 200;
    for (int i = 0; i < tries; ++i) {
      const Kind& kind = kinds[random_below(kinds.size())];
      std::vector<std::size_t> inputs;
      Tensors values;
      for (std::size_t k = 0; k < kind.inputs; ++k) {
        const bool newest = k == 0 && rng_.below(4) < narrowness_;
        const std::size_t n = program.lines.size();
        inputs.push_back(newest ? n - 1 : random_below(n));
        values.push_back(program.lines[inputs.back()].value);
      }
      const std::optional<Step> step = kind.step(values, rng_);
      if (step && try_line({kind.name, *step, inputs, X()})) return;
    }
  }

  Program program;

 private:
  static constexpr double small = 1e-4;

  std::size_t random_below(std::size_t n) {
    return static_cast<std::size_t>(rng_.below(static_cast<Size>(n)));
  }

  X apply(const Line& line, const Tensors& inputs) const {
    return line.step.apply(Vars(inputs.begin(), inputs.end())).value();
  }

  bool try_line(Line line) {
    Tensors values, moved;
    std::size_t deep = 0;
    for (const std::size_t i : line.inputs) {
      values.push_back(program.lines[i].value);
      moved.push_back(moved_[i]);
      deep = std::max(deep, depth_[i] + 1);
    }
    line.value = apply(line, values);
    const double size = largest(line.value);
    if (line.value.numel() > most_elements || !(size > 1e-3 && size < 1e3)) return false;
    const bool wild = size > largest_value || size < 0.1;
    const double factor = wild ? std::exp2(-std::round(std::log2(size))) : 1;
    const X after = apply(line, moved);
    const double slope = factor * largest(after - line.value) / small;
    if (!(slope > 0.01 && slope < largest_slope) || deep + wild > deepest) return false;

    push(line, after, deep);
    if (wild) {
      const Step scale{fmt::format("{} * $0", factor),
                       [=](const Vars& v) { return factor * v[0]; }};
      push({"mul", scale, {program.lines.size() - 1}, factor * line.value}, factor * after,
           deep + 1);
    }
    return true;
  }

  void push(Line line, const X& moved, std::size_t deep) {
    program.lines.push_back(std::move(line));
    moved_.push_back(moved);
    depth_.push_back(deep);
  }

  Rng& rng_;
  const Size narrowness_;  // how often, of 4 times, a step goes on from the newest value
  Tensors moved_;
  std::vector<std::size_t> depth_;
};

/// Without lines on which no output depends.
Program tidy(const Program& program) {
  std::vector<bool> needed(program.lines.size(), false);
  for (const std::size_t i : program.outputs) needed[i] = true;
  for (std::size_t i = program.lines.size(); i-- > 0;)
    if (needed[i])
      for (const std::size_t k : program.lines[i].inputs) needed[k] = true;
  Program result;
  std::vector<std::size_t> now(program.lines.size());
  for (std::size_t i = 0; i < program.lines.size(); ++i) {
    if (!needed[i]) continue;
    now[i] = result.lines.size();
    result.lines.push_back(program.lines[i]);
    for (std::size_t& k : result.lines.back().inputs) k = now[k];
  }
  for (const std::size_t i : program.outputs) result.outputs.push_back(now[i]);
  return result;
}

// Checks.

/// The lines in an order in which each comes after its inputs: any such order, at random.
std::vector<std::size_t> random_order(const Program& program, Rng& rng) {
  std::vector<std::size_t> order;
  std::vector<bool> done(program.lines.size(), false);
  while (order.size() < program.lines.size()) {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < program.lines.size(); ++i) {
      const auto& inputs = program.lines[i].inputs;
      if (!done[i] && std::all_of(inputs.begin(), inputs.end(), [&](auto k) { return done[k]; }))
        ready.push_back(i);
    }
    order.push_back(ready[static_cast<std::size_t>(rng.below(static_cast<Size>(ready.size())))]);
    done[order.back()] = true;
  }
  return order;
}

/// A program with what is needed to differentiate it: leaves, weights, an order of recording.
struct Checked {
  const Program& program;
  std::vector<std::size_t> order;
  Tensors leaves, output_weights, leaf_weights;

  Checked(const Program& p, Rng& rng) : program(p) {
    for (std::size_t i = 0; i < p.lines.size(); ++i) {
      order.push_back(i);
      if (!p.lines[i].is_leaf()) continue;
      leaves.push_back(p.lines[i].value);
      leaf_weights.push_back(normal<double>(p.lines[i].value.shape(), rng));
    }
    for (const std::size_t i : p.outputs)
      output_weights.push_back(normal<double>(p.lines[i].value.shape(), rng));
  }

  /// On the active tape: <weights, outputs> (order 1), or <weights, its gradients> (order 2).
  V weighted(const Vars& x, int derivative) const {
    Vars values(program.lines.size());
    std::vector<std::size_t> leaf_of(program.lines.size());
    for (std::size_t i = 0, n = 0; i < program.lines.size(); ++i)
      if (program.lines[i].is_leaf()) leaf_of[i] = n++;
    for (const std::size_t i : order) {
      const Line& line = program.lines[i];
      Vars inputs;
      for (const std::size_t k : line.inputs) inputs.push_back(values[k]);
      values[i] = line.is_leaf() ? x[leaf_of[i]] : line.step.apply(inputs);
    }
    V total(0.0);
    for (std::size_t k = 0; k < output_weights.size(); ++k)
      total = total + sum(values[program.outputs[k]] * output_weights[k]);
    if (derivative == 1) return total;
    const Gradients<double> gradients = Tape<double>::active()->recorded_gradients(total);
    V second(0.0);
    for (std::size_t k = 0; k < x.size(); ++k)
      second = second + sum(gradients[x[k]] * leaf_weights[k]);
    return second;
  }

  Tensors gradients(int derivative) const {
    Tape<double> tape;
    Vars x;
    for (const X& leaf : leaves) x.push_back(tape.watch(leaf));
    const V total = weighted(x, derivative);
    Tensors result;
    if (!total.tracked()) {  // the second derivative of something linear
      for (const X& leaf : leaves) result.push_back(X::zeros(leaf.shape()));
      return result;
    }
    const Gradients<double> found = tape.gradients(total);
    for (const V& leaf : x) result.push_back(found[leaf].value());
    return result;
  }

  double value_at(const Tensors& direction, double t, int derivative) const {
    Tape<double> tape;
    Vars x;
    for (std::size_t i = 0; i < leaves.size(); ++i)
      x.push_back(tape.watch(leaves[i] + t * direction[i]));
    return weighted(x, derivative).item();
  }
};

struct Estimate {
  double value, error;
};

/// f'(0): central differences of smaller and smaller steps, extrapolated to step 0. The error is
/// what the last extrapolations differ by (Ridders 1982). What is steep is curved as well, so the
/// first step is shorter if the slope that was received is large.
Estimate slope(const std::function<double(double)>& f, double received) {
  constexpr std::size_t rows = 8;
  constexpr double shrink = 1.6, enough = 1e-10;
  std::array<std::array<double, rows>, rows> a{};
  Estimate best{0, std::numeric_limits<double>::infinity()};
  double h = 4e-3 / std::max(1.0, std::abs(received) / largest_slope);
  for (std::size_t i = 0; i < rows; ++i, h /= shrink) {
    a[i][0] = (f(h) - f(-h)) / (2 * h);
    double factor = 1;
    for (std::size_t k = 1; k <= i; ++k) {
      factor *= shrink * shrink;
      a[i][k] = (factor * a[i][k - 1] - a[i - 1][k - 1]) / (factor - 1);
      const double error =
          std::max(std::abs(a[i][k] - a[i][k - 1]), std::abs(a[i][k] - a[i - 1][k - 1]));
      if (error < best.error) best = {a[i][k], error};
    }
    if (best.error < enough * std::max(1.0, std::abs(best.value))) break;
  }
  return best;
}

/// Empty if they agree. An estimate that is itself too vague to prove anything is no agreement.
std::string compare(const char* what, double received, const Estimate& expected) {
  constexpr double tolerance = 1e-7;
  const double scale = std::max({1.0, std::abs(received), std::abs(expected.value)});
  if (std::abs(received - expected.value) + expected.error <= tolerance * scale) return "";
  return fmt::format("{}: received {}, expected {} +- {}", what, received, expected.value,
                     expected.error);
}

/// Empty if a and b are the same up to rounding, which grows with the largest of all of them: that
/// is what was added up in another order.
std::string compare(const char* what, const Tensors& a, const Tensors& b) {
  double size = 1, difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    size = std::max({size, largest(a[i]), largest(b[i])});
    difference = std::max(difference, largest(a[i] - b[i]));
  }
  if (difference <= 1e-12 * size) return "";
  return fmt::format("{}: gradients of size {} differ by {}", what, size, difference);
}

std::string mistake_of_entries(const Checked& checked, const Tensors& gradients) {
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    const Numbers received = gradients[k].to_vector();
    for (std::size_t i = 0; i < received.size(); ++i) {
      Tensors direction;
      for (const X& leaf : checked.leaves) direction.push_back(X::zeros(leaf.shape()));
      direction[k].write()[i] = 1;
      const Estimate expected =
          slope([&](double t) { return checked.value_at(direction, t, 1); }, received[i]);
      const std::string wrong =
          compare(fmt::format("entry {} of leaf {}", i, k).c_str(), received[i], expected);
      if (!wrong.empty()) return wrong;
    }
  }
  return "";
}

std::string mistake_along(const Checked& checked, const Tensors& gradients, int order, Rng& rng) {
  Tensors direction;
  double received = 0;
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    direction.push_back(2.0 * uniform<double>(gradients[k].shape(), rng) - 1.0);
    received += sum(gradients[k] * direction[k]).item();
  }
  const Estimate expected =
      slope([&](double t) { return checked.value_at(direction, t, order); }, received);
  return compare("second order, along a direction", received, expected);
}

}  // namespace

Kind unary(const std::string& name, const std::function<V(const V&)>& f,
           const std::function<bool(double)>& accepts) {
  return {name, 1, [=](const Tensors& x, Rng&) -> std::optional<Step> {
            if (!all(x[0], accepts)) return std::nullopt;
            return Step{name + "($0)", [=](const Vars& v) { return f(v[0]); }};
          }};
}

std::vector<Kind> kinds() {
  std::vector<Kind> list;
  add_elementwise(list);
  add_rearrangements(list);
  add_reductions_and_products(list);
  return list;
}

Program random_program(std::uint64_t seed, const std::vector<Kind>& kinds) {
  Rng rng(seed);
  Builder builder(rng);
  for (Size leaves = 2 + rng.below(3); leaves > 0; --leaves) builder.add_leaf();
  for (Size steps = 1 + rng.below(90); steps > 0; --steps) builder.add_step(kinds);
  Program program = std::move(builder.program);
  std::vector<bool> used(program.lines.size(), false);
  for (const Line& line : program.lines)
    for (const std::size_t i : line.inputs) used[i] = true;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i] && !program.lines[i].is_leaf()) program.outputs.push_back(i);
  return tidy(program);
}

std::size_t depth(const Program& program) {
  std::vector<std::size_t> of_line;
  for (const Line& line : program.lines) {
    std::size_t deep = 0;
    for (const std::size_t i : line.inputs) deep = std::max(deep, of_line[i] + 1);
    of_line.push_back(deep);
  }
  return *std::max_element(of_line.begin(), of_line.end());
}

std::string code(const Program& program) {
  std::string lines;
  for (std::size_t i = 0; i < program.lines.size(); ++i) {
    const Line& line = program.lines[i];
    std::string right =
        line.is_leaf() ? "tape.watch(" + text("X", line.value) + ")" : line.step.text;
    for (std::size_t k = 0; k < line.inputs.size(); ++k)
      replace_all(right, fmt::format("${}", k), fmt::format("v{}", line.inputs[k]));
    lines += fmt::format("const V v{} = {};\n", i, right);
  }
  return lines + fmt::format("// outputs: v{}\n", fmt::join(program.outputs, ", v"));
}

std::string mistake(const Program& program) {
  Rng rng(1);
  const Checked checked(program, rng);
  Checked shuffled = checked;
  shuffled.order = random_order(program, rng);
  const Tensors first = checked.gradients(1), second = checked.gradients(2);
  std::string wrong = mistake_of_entries(checked, first);
  if (wrong.empty()) wrong = mistake_along(checked, second, 2, rng);
  if (wrong.empty()) wrong = compare("recorded in another order", first, shuffled.gradients(1));
  if (wrong.empty())
    wrong = compare("second order, recorded in another order", second, shuffled.gradients(2));
  return wrong;
}

Program shrink(Program program, const std::function<bool(const Program&)>& fails) {
  // Later lines: the first value that fails by itself, if one does.
  for (std::size_t i = 0; i < program.lines.size(); ++i) {
    Program smaller = program;
    smaller.outputs = {i};
    smaller = tidy(smaller);
    if (!fails(smaller)) continue;
    program = smaller;
    break;
  }
  // Earlier lines: from the end, because a leaf makes all before it unnecessary.
  for (std::size_t i = program.lines.size(); i-- > 0;) {
    if (i >= program.lines.size() || program.lines[i].is_leaf()) continue;
    Program smaller = program;
    smaller.lines[i] = {"leaf", {}, {}, program.lines[i].value};
    smaller = tidy(smaller);
    if (fails(smaller)) program = smaller;
  }
  return program;
}

}  // namespace gradus::random_programs
