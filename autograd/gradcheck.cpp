#include "autograd/gradcheck.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "autograd/gradcheck_hints.h"
#include "tensor/print.h"
#include "tensor/rng.h"

namespace gradus {
namespace {

using Tensors = std::vector<Tensor<double>>;
using Vars = std::vector<Var<double>>;
/// Functions of tensors to several tensors: the gradient of a function is one, too.
using ManyOutputs = std::function<Vars(const Vars&)>;

struct Difference {
  std::size_t input;
  Size index;  // in row-major order
  double expected, received, error;
};

Tensors values(const Vars& vars) {
  Tensors result;
  for (const Var<double>& v : vars) result.push_back(v.value());
  return result;
}

/// sum over outputs of <weights, outputs>, on the active tape.
Var<double> weighted_sum(const Vars& outputs, const Tensors& weights) {
  Var<double> total(0.0);
  for (std::size_t i = 0; i < outputs.size(); ++i) total = total + sum(outputs[i] * weights[i]);
  return total;
}

/// <weights, f(inputs) as computed without a tape>. Functions that differentiate inside themselves
/// bring a tape of their own.
Tensors evaluate(const ManyOutputs& f, const Tensors& inputs) {
  const Recording<double> off(nullptr);
  return values(f(Vars(inputs.begin(), inputs.end())));
}

/// Differences of the outputs are taken before they are weighted and summed, so that outputs which
/// do not depend on the entry add no rounding error.
double numeric_derivative(const ManyOutputs& f, Tensors inputs, const Tensors& weights,
                          std::size_t input, Size index, double relative_step) {
  const double x = inputs[input].data()[index];
  const double h = relative_step * std::max(1.0, std::abs(x));
  const auto at = [&](double offset) {
    inputs[input].write()[index] = x + offset;
    return evaluate(f, inputs);
  };
  const Tensors far_left = at(-2 * h), left = at(-h), right = at(h), far_right = at(2 * h);
  double derivative = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Tensor<double> slope =
        (8 * (right[i] - left[i]) - (far_right[i] - far_left[i])) / (12 * h);
    derivative += sum(slope * weights[i]).item();
  }
  return derivative;
}

/// What the tape gives: the gradients of <weights, f(inputs)>.
Tensors received_gradients(const ManyOutputs& f, const Tensors& inputs, const Tensors& weights) {
  Tape<double> tape;
  Vars leaves;
  for (const Tensor<double>& x : inputs) leaves.push_back(tape.watch(x));
  const Var<double> total = weighted_sum(f(leaves), weights);
  Tensors received;
  if (total.tracked()) {
    const Gradients<double> gradients = tape.gradients(total);
    for (const Var<double>& leaf : leaves) received.push_back(gradients[leaf].value());
  } else {
    for (const Tensor<double>& x : inputs) received.push_back(Tensor<double>::zeros(x.shape()));
  }
  return received;
}

/// The same for one input, by differences.
Tensor<double> expected_gradient(const ManyOutputs& f, Tensors inputs, const Tensors& weights,
                                 std::size_t input, double step) {
  Tensor<double>& x = inputs[input];
  x = Tensor<double>::from(x.shape(), x.to_vector());  // in a row, to be moved entry by entry
  Tensor<double> result = Tensor<double>::uninitialized(x.shape());
  for (Size j = 0; j < result.numel(); ++j)
    result.write()[j] = numeric_derivative(f, inputs, weights, input, j, step);
  return result;
}

/// Why differences say nothing about the derivative at this entry, or nothing.
std::string trouble_at(const Difference& d, const ManyOutputs& f, const Tensors& inputs,
                       const Tensors& weights, double step) {
  const std::vector<double> entries = inputs[d.input].to_vector();
  const double x = entries[static_cast<std::size_t>(d.index)];
  const Tensors y = evaluate(f, inputs);
  // <weights, f(x + offset) - f(x)>
  const auto change = [&](double offset) {
    Tensors moved = inputs;
    moved[d.input] = Tensor<double>::from(inputs[d.input].shape(), entries);
    moved[d.input].write()[d.index] = x + offset;
    const Tensors there = evaluate(f, moved);
    double total = 0;
    for (std::size_t i = 0; i < y.size(); ++i) total += sum((there[i] - y[i]) * weights[i]).item();
    return total;
  };
  const double scale = std::max(1.0, std::abs(x)), h = step * scale;

  // Without a kink the slopes to both sides differ by f'' h, which is twice as much at h as at h/2.
  const auto right = [&](double by) { return change(by) / by; };
  const auto left = [&](double by) { return -change(-by) / by; };
  const double jump = 2 * (right(h / 2) - left(h / 2)) - (right(h) - left(h));
  const double finer = numeric_derivative(f, inputs, weights, d.input, d.index, step / 8);
  const double unsettled = std::max(std::abs(jump), std::abs(finer - d.expected));
  const double slope = std::max({1e-3, std::abs(left(h)), std::abs(right(h))});
  if (unsettled > 0.02 * slope)
    return fmt::format(
        "left and right of it the slopes differ, {:.6g} and {:.6g}: a kink or a "
        "jump is near. Move the inputs away from it by more than {:.2g}, or give a "
        "smaller step",
        left(h), right(h), 2 * h);

  // Rounding is all that is left of a fourth difference over so short a way (Hamming 1973).
  const double tiny = 1e-5 * scale;
  const double fourth = change(-2 * tiny) - 4 * change(-tiny) - 4 * change(tiny) + change(2 * tiny);
  double size = 0;  // of what was rounded
  for (std::size_t i = 0; i < y.size(); ++i) size += sum(abs(y[i] * weights[i])).item();
  const double noise = std::abs(fourth) / std::sqrt(70.0);
  if (noise > 1e-11 * size)
    return fmt::format(
        "its values carry noise of {:.1g} of their size, where double has 1e-16: is "
        "a part of it computed in float, or are digits lost in a difference of "
        "large numbers?",
        noise / size);
  return "";
}

/// Why the check does not suit the function, or nothing.
std::string advice_for(const std::vector<Difference>& worst, const ManyOutputs& f,
                       const Tensors& inputs, const Tensors& weights, double step) {
  const Tensors once = evaluate(f, inputs), twice = evaluate(f, inputs);
  Size outputs = 0, entries = 0;
  bool finite = true, equal = true;
  for (const Tensor<double>& x : inputs) {
    entries += x.numel();
    finite = finite && all_finite(x);
  }
  for (std::size_t i = 0; i < once.size(); ++i) {
    outputs += once[i].numel();
    finite = finite && all_finite(once[i]);
    equal = equal && once[i].to_vector() == twice[i].to_vector();
  }
  if (entries == 0 || outputs == 0)
    return "nothing was checked, because the inputs or the output are empty";
  if (!finite) return "inputs or output are NaN or infinite: choose inputs where f is defined";
  if (!equal)
    return "f gives other values when it is called again with the same inputs: draw random numbers "
           "beforehand, outside of f, and let f use the same ones each time";
  return worst.empty() ? "" : trouble_at(worst[0], f, inputs, weights, step);
}

/// Two tables: how many entries of each argument are wrong, and the worst of them.
std::string tables(const Tensors& inputs, const std::vector<Difference>& wrong, int order) {
  constexpr std::size_t shown = 5;
  const auto name = [&](std::size_t input) {
    const bool cotangent = order == 2 && input + 1 == inputs.size();
    return cotangent ? "cotangent" : std::to_string(input);
  };
  std::vector<std::vector<std::string>> counts = {{"", "argument", "shape", "entries", "wrong"}};
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto count = std::count_if(wrong.begin(), wrong.end(),
                                     [i](const Difference& d) { return d.input == i; });
    counts.push_back({" ", name(i), inputs[i].shape().text(), std::to_string(inputs[i].numel()),
                      std::to_string(count)});
  }
  std::vector<std::vector<std::string>> worst = {
      {"", "argument", "at", "expected", "received", "error"}};
  for (std::size_t i = 0; i < std::min(shown, wrong.size()); ++i) {
    const Difference& d = wrong[i];
    worst.push_back({" ", name(d.input), index_text(inputs[d.input].shape(), d.index),
                     fmt::format("{:.9g}", d.expected), fmt::format("{:.9g}", d.received),
                     fmt::format("{:.2g}", d.error)});
  }
  return table_text(counts, "<><>>") + "the worst:\n" + table_text(worst, "<><>>>");
}

GradcheckReport check(const std::string& name, const ManyOutputs& f, const Tensors& inputs,
                      const GradcheckOptions& options) {
  Rng rng(options.seed);
  Tensors weights;
  const Tensors y = evaluate(f, inputs);
  for (const Tensor<double>& output : y) weights.push_back(normal<double>(output.shape(), rng));
  const Tensors received = received_gradients(f, inputs, weights);

  GradcheckReport result;
  Tensors expected;
  std::vector<Difference> wrong;
  std::size_t checked = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    expected.push_back(expected_gradient(f, inputs, weights, i, options.step));
    const std::vector<double> as = expected[i].to_vector(), bs = received[i].to_vector();
    for (std::size_t j = 0; j < as.size(); ++j, ++checked) {
      const double a = as[j], b = bs[j];
      const double error = std::abs(a - b) / std::max({1.0, std::abs(a), std::abs(b)});
      if (!(error <= options.tolerance))  // NaN is wrong
        wrong.push_back({i, static_cast<Size>(j), a, b, error});
      if (std::isnan(error) || error > result.worst) result.worst = error;  // NaN stays
    }
  }
  result.passed = wrong.empty();
  std::sort(wrong.begin(), wrong.end(), [](const Difference& a, const Difference& b) {
    return std::isnan(a.error) ? !std::isnan(b.error) : a.error > b.error;  // NaN is the worst
  });
  result.advice = advice_for(wrong, f, inputs, weights, options.step);
  if (result.passed) {
    result.text = fmt::format("gradcheck of {}, order {}: {} entries, worst error {:.1e}", name,
                              options.order, checked, result.worst);
    if (!result.advice.empty()) result.text += "; advice: " + result.advice;
    return result;
  }
  result.text =
      fmt::format("gradcheck of {}, order {}: {} of {} entries differ by more than {:.0e}\n", name,
                  options.order, wrong.size(), checked, options.tolerance) +
      tables(inputs, wrong, options.order);
  if (!result.advice.empty()) {
    result.text += "advice: the check may not suit f. " + result.advice + "\n";
  } else if (options.order == 2) {
    result.hint =
        "the gradients are right, but not what they are made of: does a rule use .value() or a "
        "constant where a Var belongs, or an op whose own rule is wrong?";
    result.text += "hint: " + result.hint + "\n";
  } else {
    const Tensors twice_weights = {2 * weights[0]};
    const Tensors twice = received_gradients(f, inputs, twice_weights);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (std::none_of(wrong.begin(), wrong.end(), [i](const auto& d) { return d.input == i; }))
        continue;
      const std::string hint = hint_for({i, inputs, y[0], weights[0], expected, received, twice[i],
                                         [&, i](const Tensors& at, const Tensor<double>& g) {
                                           return expected_gradient(f, at, {g}, i, options.step);
                                         }});
      if (hint.empty()) continue;
      if (!result.hint.empty()) result.hint += "; ";
      result.hint += fmt::format("argument {}: {}", i, hint);
      result.text += fmt::format("hint, argument {}: {}\n", i, hint);
    }
  }
  return result;
}

}  // namespace

GradcheckReport gradcheck(const CheckedFunction& f, const Tensors& inputs,
                          GradcheckOptions options) {
  return gradcheck("f", f, inputs, options);
}

GradcheckReport gradcheck(const std::string& name, const CheckedFunction& f, const Tensors& inputs,
                          GradcheckOptions options) {
  if (options.order != 1 && options.order != 2)
    throw UsageError(
        fmt::format("gradcheck: order {}, but only 1 and 2 are checked", options.order));
  const ManyOutputs value = [&f](const Vars& x) { return Vars{f(x)}; };
  GradcheckOptions first = options;
  first.order = 1;
  GradcheckReport report = check(name, value, inputs, first);
  if (options.order == 1 || !report.passed) return report;

  // The gradient of <cotangent, f> is a function like any other, of the inputs and the cotangent.
  Rng rng(options.seed + 1);
  Tensors arguments = inputs;
  arguments.push_back(normal<double>(evaluate(value, inputs)[0].shape(), rng));
  const ManyOutputs gradient = [&f](const Vars& x) {
    std::optional<Tape<double>> own;
    Vars leaves = x;
    if (!Tape<double>::active()) {
      own.emplace();
      for (Var<double>& leaf : leaves) leaf = own->watch(leaf.value());
    }
    const Var<double> cotangent = leaves.back();
    leaves.pop_back();
    const Var<double> total = sum(f(leaves) * cotangent);
    const Gradients<double> gradients = Tape<double>::active()->recorded_gradients(total);
    Vars result;
    for (const Var<double>& leaf : leaves) result.push_back(gradients[leaf]);
    return result;
  };
  return check(name, gradient, arguments, options);
}

}  // namespace gradus
