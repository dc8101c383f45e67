#include "autograd/gradcheck_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tensor/math.h"
#include "tensor/print.h"

namespace gradus {
namespace {

using X = Tensor<double>;
using Wrong = WrongGradient;

constexpr double close_enough = 1e-6;  // relative, as the default tolerance of gradcheck

const X& expected(const Wrong& w) { return w.expected[w.argument]; }
const X& received(const Wrong& w) { return w.received[w.argument]; }

/// 1 where two gradients agree.
X agreement(const X& a, const X& b) {
  return less_equal(abs(a - b), close_enough * maximum(X(1), maximum(abs(a), abs(b))));
}

bool same(const X& a, const X& b) {
  return a.shape() == b.shape() && sum(agreement(a, b)).item() == static_cast<double>(a.numel());
}

bool vanishes(const X& x) { return same(x, X::zeros(x.shape())); }

/// The number c with a = c b, if there is one.
std::optional<double> ratio(const X& a, const X& b) {
  const double c = sum(a * b).item() / sum(b * b).item();
  if (std::isfinite(c) && same(a, c * b)) return c;
  return std::nullopt;
}

bool is(double a, double b) { return std::abs(a - b) <= close_enough * std::abs(b); }

/// x with its entries in another order: y[i] = x[f(i)], positions in row-major order.
template <class F>
X rearranged(const X& x, const F& f) {
  const std::vector<double> from = x.to_vector();
  X y = X::uninitialized(x.shape());
  double* const to = y.write();
  for (Size i = 0; i < x.numel(); ++i) to[i] = from[static_cast<std::size_t>(f(i))];
  return y;
}

bool square(const X& x) {
  return x.rank() >= 2 && x.shape()[-1] == x.shape()[-2] && x.shape()[-1] > 1;
}

/// The size of x along the axis that broadcasting lays on axis `axis` of `shape`.
Size broadcast_size(const X& x, const Shape& shape, int axis) {
  const int own = axis - shape.rank() + x.rank();
  return own < 0 ? 1 : x.shape()[own];
}

bool broadcasts(const X& x, const Shape& shape) {
  if (x.rank() > shape.rank()) return false;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const Size n = broadcast_size(x, shape, axis);
    if (n != 1 && n != shape[axis]) return false;
  }
  return true;
}

// One function for each kind of mistake.

std::string not_finite(const Wrong& w) {
  if (all_finite(received(w))) return "";
  return "NaN or infinite: a division by 0, a log or sqrt of 0, 0 times infinity?";
}

std::string zero(const Wrong& w) {
  if (!vanishes(received(w))) return "";
  return "zero: is a rule missing for this argument, or is it detached on the way?";
}

std::string without_g(const Wrong& w) {
  if (same(w.received_for_2g, received(w))) return "the incoming gradient g is not used";
  if (same(w.received_for_2g, 2 * received(w))) return "";
  return "the rule is not linear in g: a term without g, or g times g?";
}

std::string g_itself(const Wrong& w) {
  if (!same(received(w), w.g)) return "";
  return "g is passed on unchanged: is a factor, the derivative of the op, missing?";
}

/// "2" or "1/2" or, if it is not so simple, decimals.
std::string factor_text(double c) {
  for (int n = 2; n <= 1000; ++n)
    for (const bool over : {false, true})
      if (is(c, over ? 1.0 / n : n)) return fmt::format("{}{}", over ? "1/" : "", n);
  return fmt::format("{:.6g}", c);
}

std::string constant_factor(const Wrong& w) {
  const std::optional<double> c = ratio(received(w), expected(w));
  if (!c || is(*c, 1)) return "";
  if (is(*c, -1)) return "the sign";
  const std::string size = factor_text(std::abs(*c));
  if (received(w).numel() == 1 && size.find('.') != std::string::npos) return "";  // always fits
  const std::string text =
      *c < 0 ? "the sign, and off by a factor " + size : "off by a factor " + size;
  for (int axis = 0; axis < w.y.rank(); ++axis) {
    const Size n = w.y.shape()[axis];
    if (n > 1 && broadcast_size(w.inputs[w.argument], w.y.shape(), axis) == 1 &&
        is(std::abs(*c), 1.0 / static_cast<double>(n)))
      return text + fmt::format(
                        ": looks like the sum over the broadcast axis is missing (axis {} "
                        "of the output; is it a mean?)",
                        axis);
  }
  const X& x = w.inputs[w.argument];
  for (int axis = 0; axis <= x.rank(); ++axis) {
    const auto n = static_cast<double>(axis < x.rank() ? x.shape()[axis] : x.numel());
    if (n > 2 && (is(std::abs(*c), n) || is(std::abs(*c), 1 / n)))
      return text + ", the number of elements" +
             (axis < x.rank() ? fmt::format(" along axis {}", axis) : "") +
             ": a mean taken for a sum, or a sum for a mean?";
  }
  return text;
}

std::string another_gradient(const Wrong& w) {
  for (std::size_t k = 0; k < w.inputs.size(); ++k)
    if (k != w.argument && same(received(w), w.expected[k]))
      return fmt::format("it is the gradient of argument {}: swapped?", k);
  return "";
}

std::string transposed_result(const Wrong& w) {
  if (!square(received(w)) || !same(received(w).transpose(), expected(w))) return "";
  return "transposed? it is the transpose of what is expected (or a reduction over the wrong axis)";
}

std::string shifted(const Wrong& w) {
  const X& a = received(w);
  for (int axis = 0; axis < a.rank(); ++axis) {
    const Size n = a.shape()[axis];
    if (n < 3) continue;
    for (const Size by : {Size{1}, Size{-1}}) {
      const X here = a.slice(axis, by > 0 ? 1 : 0, by > 0 ? n : n - 1);
      const X there = expected(w).slice(axis, by > 0 ? 0 : 1, by > 0 ? n - 1 : n);
      if (same(here, there) && !vanishes(here))
        return fmt::format("shifted by one along axis {}: a slice or an index off by one?", axis);
    }
  }
  return "";
}

/// Broadcasting was undone by taking one of the repeated gradients instead of all.
std::string one_of_a_sum(const Wrong& w) {
  const Shape shape = w.y.shape();
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const Size n = shape[axis];
    if (n < 2 || broadcast_size(w.inputs[w.argument], shape, axis) != 1) continue;
    Shape line = shape;
    for (int i = 0; i < shape.rank(); ++i)
      if (i != axis) line[i] = 1;
    for (const Size kept : {Size{0}, n - 1}) {
      const X mask = equal(X::arange(n), X(static_cast<double>(kept))).reshape(line);
      if (same(received(w), w.expected_at(w.inputs, w.g * mask)))
        return fmt::format(
            "looks like the sum over the broadcast axis is missing: only element {} "
            "of axis {} of g arrives",
            kept, axis);
    }
  }
  return "";
}

/// The right formula with an operand that is transposed or read backwards.
std::string rearranged_operand(const Wrong& w) {
  const auto explains = [&](std::size_t k, const X& instead) {
    Wrong::Tensors inputs = w.inputs;
    if (k < inputs.size()) inputs[k] = instead;
    return same(received(w), w.expected_at(inputs, k < inputs.size() ? w.g : instead));
  };
  for (std::size_t k = 0; k <= w.inputs.size(); ++k) {
    const X& x = k < w.inputs.size() ? w.inputs[k] : w.g;
    const std::string name = k < w.inputs.size() ? fmt::format("argument {}", k) : "g";
    if (square(x) && explains(k, x.transpose().to_contiguous()))
      return fmt::format("transposed? it would be right with {} transposed", name);
    Size block = 1;  // the last axis, then the last two
    for (int axis = x.rank() - 1; axis >= std::max(0, x.rank() - 2); --axis) {
      block *= x.shape()[axis];
      const auto backwards = [block](Size i) { return i / block * block + block - 1 - i % block; };
      if (block > 1 && explains(k, rearranged(x, backwards)))
        return fmt::format("flipped? it would be right with {} read backwards", name);
    }
  }
  return "";
}

/// F(argument) or F(y) is a factor that was lost, or that should not be there.
std::string factor_of_an_operand(const Wrong& w) {
  const Shape shape = received(w).shape();
  for (std::size_t k = 0; k <= w.inputs.size(); ++k) {
    const X& v = k < w.inputs.size() ? w.inputs[k] : w.y;
    const std::string name = k < w.inputs.size() ? fmt::format("argument {}", k) : "the output y";
    if (v.numel() < 2 || !broadcasts(v, shape)) continue;
    const X a = received(w), b = expected(w);
    const X sigma = exp(0.5 * v);  // if v is a log-variance
    if (ratio(a, b * sigma) || ratio(a, b / sigma) || ratio(a * sigma, b * v))
      return "looks like log-variance was taken for standard deviation: off by exp(" + name +
             " / 2)";
    if (same(a * v, b)) return "a factor is missing: " + name;
    if (same(a, b * v)) return "a factor too many: " + name;
  }
  return "";
}

/// expected - received = y s, with one number s for each row: what is left of
/// d softmax = y (g - sum(y g)) if the sum is forgotten.
std::string softmax_sum(const Wrong& w) {
  if (w.y.shape() != received(w).shape() || w.y.rank() == 0 || w.y.shape()[-1] < 3) return "";
  const X rest = (expected(w) - received(w)) / w.y;
  if (!same(rest, mean(rest, -1, Dims::keep).broadcast_to(rest.shape()))) return "";
  return "a sum along the last axis, times y, is missing: the second term of softmax?";
}

/// "only some entries are wrong (2 of 8): ", or nothing if all are.
std::string some_of_them(const Wrong& w) {
  const Size n = received(w).numel();
  const auto right = static_cast<Size>(sum(agreement(received(w), expected(w))).item());
  return right == 0 ? "" : fmt::format("only some entries are wrong ({} of {}): ", n - right, n);
}

std::string no_mask(const Wrong& w) {
  const std::string some = some_of_them(w);
  const X bad = 1.0 - agreement(received(w), expected(w));
  if (some.empty() || !vanishes(bad * expected(w))) return "";
  return some + "they should be 0, so a mask is missing?";
}

std::string some_entries(const Wrong& w) {
  const std::string some = some_of_them(w);
  if (some.empty()) return "";
  const X bad = 1.0 - agreement(received(w), expected(w));
  if (vanishes(bad * received(w)))
    return some + "they are 0, so does a mask or a slice cut off too much?";
  return some + "a mask, a slice, or indices that repeat?";
}

}  // namespace

std::string hint_for(const Wrong& wrong) {
  // The most telling first: what fits a later one may fit an earlier one, too.
  constexpr std::string (*all[])(const Wrong&) = {
      not_finite,         zero,
      without_g,          constant_factor,
      another_gradient,   shifted,
      transposed_result,  no_mask,
      g_itself,           factor_of_an_operand,
      one_of_a_sum,       softmax_sum,
      rearranged_operand, some_entries,
  };
  for (const auto hint : all)
    if (const std::string text = hint(wrong); !text.empty()) return text;
  return "";
}

}  // namespace gradus
