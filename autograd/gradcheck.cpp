#include "autograd/gradcheck.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

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

std::string coordinates(const Shape& shape, Size index) {
  std::vector<Size> position(static_cast<std::size_t>(shape.rank()));
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    position[static_cast<std::size_t>(axis)] = index % shape[axis];
    index /= shape[axis];
  }
  return fmt::format("[{}]", fmt::join(position, ", "));
}

std::string report(const std::string& name, const Tensors& inputs, std::vector<Difference> wrong,
                   std::size_t checked, const GradcheckOptions& options) {
  constexpr std::size_t shown = 5;
  const std::size_t count = std::min(shown, wrong.size());
  const auto middle = wrong.begin() + static_cast<std::ptrdiff_t>(count);
  const auto size = [](const Difference& d) {  // NaN is the worst of all
    return std::isnan(d.error) ? std::numeric_limits<double>::infinity() : d.error;
  };
  std::partial_sort(wrong.begin(), middle, wrong.end(),
                    [&](const auto& a, const auto& b) { return size(a) > size(b); });
  std::string text = fmt::format(
      "gradcheck of {}, order {}: {} of {} entries differ by more than {:.0e}; the worst:\n", name,
      options.order, wrong.size(), checked, options.tolerance);
  for (std::size_t i = 0; i < count; ++i) {
    const Difference& d = wrong[i];
    const Shape& shape = inputs[d.input].shape();
    const bool cotangent = options.order == 2 && d.input + 1 == inputs.size();
    const std::string who = cotangent ? "the cotangent" : fmt::format("argument {}", d.input);
    text += fmt::format("  {} {} at {}: expected {:.9g}, received {:.9g}, error {:.2g}\n", who,
                        shape.text(), coordinates(shape, d.index), d.expected, d.received, d.error);
  }
  return text;
}

GradcheckReport check(const std::string& name, const ManyOutputs& f, const Tensors& inputs,
                      const GradcheckOptions& options) {
  Rng rng(options.seed);
  Tensors weights;
  for (const Tensor<double>& output : evaluate(f, inputs))
    weights.push_back(normal<double>(output.shape(), rng));

  Tape<double> tape;
  Vars leaves;
  for (const Tensor<double>& x : inputs) leaves.push_back(tape.watch(x));
  const Var<double> total = weighted_sum(f(leaves), weights);
  Tensors received;
  if (total.tracked()) {
    const Gradients<double> gradients = tape.gradients(total);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      received.push_back(gradients[leaves[i]].value());
  } else {
    for (const Tensor<double>& x : inputs) received.push_back(Tensor<double>::zeros(x.shape()));
  }

  GradcheckReport result;
  std::vector<Difference> wrong;
  std::size_t checked = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::vector<double> entries = received[i].to_vector();
    Tensors moved = inputs;
    moved[i] = Tensor<double>::from(inputs[i].shape(), inputs[i].to_vector());
    for (Size j = 0; j < inputs[i].numel(); ++j, ++checked) {
      const double a = numeric_derivative(f, moved, weights, i, j, options.step);
      const double b = entries[static_cast<std::size_t>(j)];
      const double error = std::abs(a - b) / std::max({1.0, std::abs(a), std::abs(b)});
      if (!(error <= options.tolerance)) wrong.push_back({i, j, a, b, error});  // NaN is wrong
      if (std::isnan(error) || error > result.worst) result.worst = error;      // NaN stays
    }
  }
  result.passed = wrong.empty();
  result.text = result.passed
                    ? fmt::format("gradcheck of {}, order {}: {} entries, worst error {:.1e}", name,
                                  options.order, checked, result.worst)
                    : report(name, inputs, std::move(wrong), checked, options);
  return result;
}

}  // namespace

GradcheckReport gradcheck(const std::string& name, const CheckedFunction& f, const Tensors& inputs,
                          GradcheckOptions options) {
  const ManyOutputs value = [&f](const Vars& x) { return Vars{f(x)}; };
  if (options.order == 1) return check(name, value, inputs, options);
  if (options.order != 2)
    throw UsageError(
        fmt::format("gradcheck: order {}, but only 1 and 2 are checked", options.order));

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
