#include "tests/autograd/wrong_rules.h"

#include <numbers>

#include "tensor/rng.h"

namespace gradus::test {
namespace {

using V = Var<double>;
using X = Tensor<double>;
using Vars = std::vector<V>;
using Rule = std::function<V(const V& g)>;

/// An op with this value and these rules, one for each input, right or wrong.
V op(const X& value, const Vars& inputs, const std::vector<Rule>& rules) {
  V y = output("op", value, Where{}, inputs);
  for (std::size_t i = 0; i < rules.size(); ++i) vjp(y, inputs[i], rules[i]);
  return y;
}

/// Between 0.5 and 1.5, a tensor of its own for each seed.
X some(const Shape& shape, std::uint64_t seed = 1) {
  Rng rng(seed);
  return 0.5 + uniform<double>(shape, rng);
}

/// Of both signs, between 0.2 and 1.2 in size.
X signed_(const Shape& shape, std::uint64_t seed = 1) {
  Rng rng(seed);
  const X size = 0.2 + uniform<double>(shape, rng);
  return size * (2.0 * bernoulli(X::full(shape, 0.5), rng) - 1.0);
}

/// An elementwise op: its value, and its rule as a function of x, y and g.
using Value = X (*)(const X& x);
using Derivative = V (*)(const V& x, const V& y, const V& g);

CheckedFunction unary(Value value, Derivative rule) {
  return [=](const Vars& v) {
    const V x = v[0], y = output("op", value(x.value()), Where{}, x);
    vjp(y, x, [=](const V& g) { return rule(x, y, g); });
    return y;
  };
}

/// The right and the wrong rule of an elementwise op.
WrongRule of_unary(const std::string& name, Value value, Derivative right, Derivative wrong,
                   const X& x, const std::string& hint) {
  return {name, unary(value, right), unary(value, wrong), {x}, hint};
}

/// An op of two arguments: its value, and the rule of each as a function of a, b and g.
using Value2 = X (*)(const X& a, const X& b);
using Derivative2 = V (*)(const V& a, const V& b, const V& g);

CheckedFunction binary(Value2 value, Derivative2 rule_a, Derivative2 rule_b) {
  return [=](const Vars& v) {
    const V a = v[0], b = v[1];
    return op(
        value(a.value(), b.value()), v,
        {[=](const V& g) { return rule_a(a, b, g); }, [=](const V& g) { return rule_b(a, b, g); }});
  };
}

X product(const X& a, const X& b) { return a * b; }
X matrix_product(const X& a, const X& b) { return matmul(a, b); }
X add_bias(const X& a, const X& b) { return a + b; }
X quotient(const X& a, const X& b) { return a / b; }
V times_a(const V& a, const V&, const V& g) { return g * a; }
V times_b(const V&, const V& b, const V& g) { return g * b; }
V pass(const V&, const V&, const V& g) { return g; }
V g_b_transposed(const V&, const V& b, const V& g) { return matmul(g, transpose(b)); }
V a_transposed_g(const V& a, const V&, const V& g) { return matmul(transpose(a), g); }

/// The value of a function of the library, without its rules.
template <class F>
X value_of(const F& f, const X& x) {
  return f(V(x)).value();
}

X softmax_values(const X& x) {
  return exp(value_of([](const V& v) { return log_softmax(v); }, x));
}
X row_max(const X& x) { return max(x, 1); }
X row_sum(const X& x) { return sum(x, 1); }
X row_mean(const X& x) { return mean(x, 1); }
X row_logsumexp(const X& x) {
  return value_of([](const V& v) { return logsumexp(v, 1); }, x);
}
V column(const V& g) { return reshape(g, {g.shape()[0], 1}); }
V repeated(const V& g, const V& x) { return broadcast_to(column(g), x.shape()); }

std::vector<WrongRule> elementwise() {
  return {
      of_unary(
          "neg: the sign", [](const X& x) { return neg(x); },
          [](const V&, const V&, const V& g) { return -g; },
          [](const V&, const V&, const V& g) { return g; }, some({3}), "the sign"),
      of_unary(
          "square: the factor 2 lost", [](const X& x) { return x * x; },
          [](const V& x, const V&, const V& g) { return 2 * g * x; },
          [](const V& x, const V&, const V& g) { return g * x; }, some({3}), "off by a factor 1/2"),
      of_unary(
          "cube: the factor 3 twice", [](const X& x) { return x * x * x; },
          [](const V& x, const V&, const V& g) { return 3 * g * x * x; },
          [](const V& x, const V&, const V& g) { return 9 * g * x * x; }, some({4}),
          "off by a factor 3"),
      of_unary(
          "exp: g lost", [](const X& x) { return exp(x); },
          [](const V&, const V& y, const V& g) { return g * y; },
          [](const V&, const V& y, const V&) { return y; }, some({3}), "g is not used"),
      of_unary(
          "exp: y lost", [](const X& x) { return exp(x); },
          [](const V&, const V& y, const V& g) { return g * y; },
          [](const V&, const V&, const V& g) { return g; }, some({3}), "g is passed on"),
      of_unary(
          "exp: g squared", [](const X& x) { return exp(x); },
          [](const V&, const V& y, const V& g) { return g * y; },
          [](const V&, const V& y, const V& g) { return g * g * y; }, some({3}), "not linear in g"),
      of_unary(
          "exp: g added", [](const X& x) { return exp(x); },
          [](const V&, const V& y, const V& g) { return g * y; },
          [](const V&, const V& y, const V& g) { return g + y; }, some({3}), "not linear in g"),
      of_unary(
          "sqrt: 1/2 lost", [](const X& x) { return sqrt(x); },
          [](const V&, const V& y, const V& g) { return 0.5 * g / y; },
          [](const V&, const V& y, const V& g) { return g / y; }, some({3}), "off by a factor 2"),
      of_unary(
          "sqrt: times y, not divided by it", [](const X& x) { return sqrt(x); },
          [](const V&, const V& y, const V& g) { return 0.5 * g / y; },
          [](const V&, const V& y, const V& g) { return 0.5 * g * y; }, some({3}),
          "a factor too many: argument 0"),
      of_unary(
          "sqrt: x in the place of y", [](const X& x) { return sqrt(x); },
          [](const V&, const V& y, const V& g) { return 0.5 * g / y; },
          [](const V& x, const V&, const V& g) { return 0.5 * g / x; }, some({3}),
          "a factor is missing: the output y"),
      of_unary(
          "reciprocal: the sign", [](const X& x) { return 1.0 / x; },
          [](const V&, const V& y, const V& g) { return -g * y * y; },
          [](const V&, const V& y, const V& g) { return g * y * y; }, some({3}), "the sign"),
      of_unary(
          "reciprocal: y, not its square", [](const X& x) { return 1.0 / x; },
          [](const V&, const V& y, const V& g) { return -g * y * y; },
          [](const V&, const V& y, const V& g) { return -g * y; }, some({3}),
          "a factor too many: argument 0"),
      of_unary(
          "log: times x, not divided by it", [](const X& x) { return log(x); },
          [](const V& x, const V&, const V& g) { return g / x; },
          [](const V& x, const V&, const V& g) { return g * x; }, some({4}), ""),
      of_unary(
          "sigmoid: x in the place of y", [](const X& x) { return sigmoid(x); },
          [](const V&, const V& y, const V& g) { return g * y * (1 - y); },
          [](const V& x, const V&, const V& g) { return g * x * (1 - x); }, some({4}), ""),
      of_unary(
          "sigmoid: 1 - y lost", [](const X& x) { return sigmoid(x); },
          [](const V&, const V& y, const V& g) { return g * y * (1 - y); },
          [](const V&, const V& y, const V& g) { return g * y; }, some({4}), ""),
      of_unary(
          "tanh: 1 - y, not 1 - y^2", [](const X& x) { return tanh(x); },
          [](const V&, const V& y, const V& g) { return g * (1 - y * y); },
          [](const V&, const V& y, const V& g) { return g * (1 - y); }, some({4}), ""),
      of_unary(
          "softplus: tanh, not sigmoid", [](const X& x) { return softplus(x); },
          [](const V& x, const V&, const V& g) { return g * sigmoid(x); },
          [](const V& x, const V&, const V& g) { return g * tanh(x); }, some({4}), ""),
      of_unary(
          "relu: without its mask", [](const X& x) { return maximum(x, X(0)); },
          [](const V&, const V& y, const V& g) { return where_positive(g, y.value()); },
          [](const V&, const V&, const V& g) { return g; }, signed_({8}), "a mask is missing"),
      of_unary(
          "relu: y >= 0 for y > 0", [](const X& x) { return maximum(x, X(0)); },
          [](const V&, const V& y, const V& g) { return where_positive(g, y.value()); },
          [](const V&, const V& y, const V& g) { return g * greater_equal(y.value(), X(0)); },
          signed_({8}), "a mask is missing"),
      of_unary(
          "leaky relu: the slope for both sides",
          [](const X& x) { return x * where(greater(x, X(0)), X(1), X(0.1)); },
          [](const V& x, const V&, const V& g) {
            return g * where(greater(x.value(), X(0)), X(1), X(0.1));
          },
          [](const V&, const V&, const V& g) { return 0.1 * g; }, signed_({8}),
          "only some entries are wrong"),
      of_unary(
          "clamp: without its mask",
          [](const X& x) { return minimum(maximum(x, X(-0.5)), X(0.5)); },
          [](const V& x, const V&, const V& g) { return g * less_equal(abs(x.value()), X(0.5)); },
          [](const V&, const V&, const V& g) { return g; }, X::vector({-1, -0.3, 0.2, 0.8}),
          "a mask is missing"),
      of_unary(
          "abs: the square of the sign", [](const X& x) { return abs(x); },
          [](const V& x, const V&, const V& g) { return g * sign(x.value()); },
          [](const V& x, const V&, const V& g) { return 2 * g * square(V(sign(x.value()))); },
          signed_({8}), ""),
  };
}

std::vector<WrongRule> of_two() {
  const Derivative2 zero = [](const V&, const V&, const V& g) { return 0 * g; };
  return {
      {"mul: operands swapped",
       binary(product, times_b, times_a),
       binary(product, times_a, times_b),
       {some({3}), some({3}, 2)},
       "gradient of argument 1: swapped?"},
      {"mul: the other factor lost",
       binary(product, times_b, times_a),
       binary(product, pass, times_a),
       {some({3}), some({3}, 2)},
       "g is passed on"},
      {"mul: the second argument dropped",
       binary(product, times_b, times_a),
       binary(product, times_b, zero),
       {some({3}), some({3}, 2)},
       "argument 1: zero"},
      {"div: the sign of the second rule",
       binary(
           quotient, [](const V&, const V& b, const V& g) { return g / b; },
           [](const V& a, const V& b, const V& g) { return -g * a / (b * b); }),
       binary(
           quotient, [](const V&, const V& b, const V& g) { return g / b; },
           [](const V& a, const V& b, const V& g) { return g * a / (b * b); }),
       {some({3}), some({3}, 2)},
       "argument 1: the sign"},
      {"div: b for b squared",
       binary(
           quotient, [](const V&, const V& b, const V& g) { return g / b; },
           [](const V& a, const V& b, const V& g) { return -g * a / (b * b); }),
       binary(
           quotient, [](const V&, const V& b, const V& g) { return g / b; },
           [](const V& a, const V& b, const V& g) { return -g * a / b; }),
       {some({3}), some({3}, 2)},
       "argument 1: a factor too many: argument 1"},
      {"mul: a chain factor of another argument lost",
       [](const Vars& v) { return v[0] * exp(v[1]) * v[2]; },
       [](const Vars& v) {
         const V e = exp(v[1]);
         return op((v[0] * e * v[2]).value(), v,
                   {[=](const V& g) { return g * e; },  // and not times v[2]
                    [=](const V& g) { return g * v[0] * e * v[2]; },
                    [=](const V& g) { return g * v[0] * e; }});
       },
       {some({4}), some({4}, 2), some({4}, 3)},
       "argument 0: a factor is missing: argument 2"},
      {"matmul: b not transposed",
       binary(matrix_product, g_b_transposed, a_transposed_g),
       binary(
           matrix_product, [](const V&, const V& b, const V& g) { return matmul(g, b); },
           a_transposed_g),
       {some({3, 3}), some({3, 3}, 2)},
       "argument 0: transposed? it would be right with argument 1"},
      {"matmul: a not transposed",
       binary(matrix_product, g_b_transposed, a_transposed_g),
       binary(matrix_product, g_b_transposed,
              [](const V& a, const V&, const V& g) { return matmul(a, g); }),
       {some({3, 3}), some({3, 3}, 2)},
       "argument 1: transposed? it would be right with argument 0"},
      {"matmul: g transposed",
       binary(matrix_product, g_b_transposed, a_transposed_g),
       binary(
           matrix_product,
           [](const V&, const V& b, const V& g) { return matmul(transpose(g), transpose(b)); },
           a_transposed_g),
       {some({3, 3}), some({3, 3}, 2)},
       "argument 0: transposed? it would be right with g"},
      {"matmul: the result transposed",
       binary(matrix_product, g_b_transposed, a_transposed_g),
       binary(matrix_product, g_b_transposed,
              [](const V& a, const V&, const V& g) { return matmul(transpose(g), a); }),
       {some({3, 3}), some({3, 3}, 2)},
       "argument 1: transposed? it is the transpose"},
      {"matmul: operands in the wrong order",
       binary(matrix_product, g_b_transposed, a_transposed_g),
       binary(
           matrix_product, [](const V&, const V& b, const V& g) { return matmul(transpose(b), g); },
           a_transposed_g),
       {some({3, 3}), some({3, 3}, 2)},
       ""},
      {"bias: a mean over the batch",
       binary(add_bias, pass, pass),
       binary(add_bias, pass, [](const V&, const V&, const V& g) { return mean(g, 0); }),
       {some({4, 3}), some({3}, 2)},
       "sum over the broadcast axis is missing"},
      {"bias: the first row of the batch",
       binary(add_bias, pass, pass),
       binary(add_bias, pass,
              [](const V&, const V&, const V& g) { return reshape(slice(g, 0, 0, 1), {3}); }),
       {some({4, 3}), some({3}, 2)},
       "sum over the broadcast axis is missing: only element 0"},
      {"scale: the last row of the batch",
       binary(product, times_b, times_a),
       binary(product, times_b,
              [](const V& a, const V&, const V& g) { return slice(g * a, 0, 3, 4); }),
       {some({4, 3}), some({1, 3}, 2)},
       "sum over the broadcast axis is missing: only element 3"},
      {"bias: the sum over the wrong axis",
       binary(add_bias, pass, pass),
       binary(add_bias, pass, [](const V&, const V&, const V& g) { return sum(g, 1); }),
       {some({3, 3}), some({3}, 2)},
       "argument 1: transposed? it would be right with g"},
  };
}

std::vector<WrongRule> reductions() {
  const Derivative softmax_rule = [](const V&, const V& y, const V& g) {
    return y * (g - sum(g * y, -1, Dims::keep));
  };
  return {
      of_unary(
          "sum: divided by n", row_sum,
          [](const V& x, const V&, const V& g) { return repeated(g, x); },
          [](const V& x, const V&, const V& g) { return repeated(g / 5.0, x); }, some({3, 5}),
          "off by a factor 1/5, the number of elements along axis 1"),
      of_unary(
          "mean: without 1/n", row_mean,
          [](const V& x, const V&, const V& g) { return repeated(g / 5.0, x); },
          [](const V& x, const V&, const V& g) { return repeated(g, x); }, some({3, 5}),
          "off by a factor 5, the number of elements along axis 1"),
      of_unary(
          "mean: the size of the wrong axis", row_mean,
          [](const V& x, const V&, const V& g) { return repeated(g / 5.0, x); },
          [](const V& x, const V&, const V& g) { return repeated(g / 3.0, x); }, some({3, 5}),
          "off by a factor 1.66667"),
      of_unary(
          "sum: spread along the wrong axis", row_sum,
          [](const V& x, const V&, const V& g) { return repeated(g, x); },
          [](const V& x, const V&, const V& g) { return broadcast_to(g, x.shape()); }, some({3, 3}),
          "transposed? it is the transpose"),
      of_unary(
          "max: to all, not to the largest", row_max,
          [](const V& x, const V&, const V& g) {
            return column(g) * equal(x.value(), max(x.value(), 1, Dims::keep));
          },
          [](const V& x, const V&, const V& g) { return repeated(g, x); }, some({3, 5}),
          "a mask is missing"),
      of_unary(
          "logsumexp: without softmax", row_logsumexp,
          [](const V& x, const V& y, const V& g) { return column(g) * exp(x - column(y)); },
          [](const V& x, const V&, const V& g) { return repeated(g, x); }, some({3, 5}), ""),
      of_unary(
          "logsumexp: not normalised", row_logsumexp,
          [](const V& x, const V& y, const V& g) { return column(g) * exp(x - column(y)); },
          [](const V& x, const V&, const V& g) { return column(g) * exp(x); }, some({3, 5}), ""),
      of_unary(
          "softmax: without its sum", softmax_values, softmax_rule,
          [](const V&, const V& y, const V& g) { return g * y; }, some({3, 5}),
          "the second term of softmax"),
      of_unary(
          "softmax: the diagonal alone", softmax_values, softmax_rule,
          [](const V&, const V& y, const V& g) { return g * y * (1 - y); }, some({3, 5}), ""),
      of_unary(
          "log_softmax: an error that cancels in a plain sum",
          [](const X& x) { return value_of([](const V& v) { return log_softmax(v); }, x); },
          [](const V&, const V& y, const V& g) { return g - exp(y) * sum(g, -1, Dims::keep); },
          [](const V&, const V& y, const V& g) {
            return g - exp(y) * sum(g, -1, Dims::keep) + 0.3 * (g - mean(g, -1, Dims::keep));
          },
          some({2, 4}), ""),
      of_unary(
          "norm: divided by y squared", [](const X& x) { return sqrt(sum(x * x)); },
          [](const V& x, const V& y, const V& g) { return g * x / y; },
          [](const V& x, const V& y, const V& g) { return g * x / (y * y); }, some({4}),
          "off by a factor 0."),
  };
}

/// The rule of a slice [1, 3) of 5 that puts g elsewhere.
CheckedFunction slice_with(Size begin) {
  return [=](const Vars& v) {
    return op(v[0].value().slice(0, 1, 3), v, {[=](const V& g) {
                return concat<double>({X::zeros({begin}), g, X::zeros({3 - begin})}, 0);
              }});
  };
}

CheckedFunction gather_with(bool accumulates) {
  return [=](const Vars& v) {
    Tensor<Size> index = Tensor<Size>::from({4}, {0, 2, 2, 3});
    return op(gather(v[0].value(), 0, index), v, {[=](const V& g) {
                if (accumulates) return scatter_add(g, 0, index, {5});
                X last = X::zeros({5});  // the later of equal indices overwrites the earlier
                for (Size i = 0; i < 4; ++i)
                  last.write()[index.at({i})] = g.value().to_vector()[static_cast<std::size_t>(i)];
                return V(last);
              }});
  };
}

std::vector<WrongRule> shapes() {
  const auto transposing = [](bool back) -> CheckedFunction {
    return [=](const Vars& v) {
      return op(v[0].value().transpose(), v, {[=](const V& g) { return back ? transpose(g) : g; }});
    };
  };
  const auto conv = [](bool right) -> CheckedFunction {  // 3 x 3, so that shapes fit either way
    return [=](const Vars& v) {
      const ConvGeometry same{.padding = 1};
      const V x = v[0], w = v[1], none(X::zeros({1}));
      return op(conv2d(V(x.value()), V(w.value()), none, same).value(), v,
                {[=](const V& g) {
                   return right ? conv2d_input(g, w, none, x.shape(), same)
                                : conv2d(g, w, none, same);
                 },
                 [=](const V& g) {
                   return conv2d_weight(x, g, {3, 3}, same);
                 }});
    };
  };
  return {
      {"slice: off by one",
       slice_with(1),
       slice_with(2),
       {some({5})},
       "shifted by one along axis 0"},
      {"slice: two off", slice_with(1), slice_with(3), {some({5})}, "only some entries are wrong"},
      {"transpose: not undone",
       transposing(true),
       transposing(false),
       {some({3, 3})},
       "transposed? it is the transpose"},
      {"gather: repeated indices not added up",
       gather_with(true),
       gather_with(false),
       {some({5})},
       "only some entries are wrong (1 of 5)"},
      {"conv2d: the kernel not flipped",
       conv(true),
       conv(false),
       {some({1, 1, 4, 4}), some({1, 1, 3, 3}, 2)},
       "argument 0: flipped? it would be right with "
       "argument 1"},
      {"cumulative sum: not reversed",
       [](const Vars& v) {
         return matmul(v[0], V(X::matrix({{1, 1, 1}, {0, 1, 1}, {0, 0, 1}})));
       },
       [](const Vars& v) {
         const V ones(X::matrix({{1, 1, 1}, {0, 1, 1}, {0, 0, 1}}));
         return op(matmul(v[0], ones).value(), v, {[=](const V& g) { return matmul(g, ones); }});
       },
       {some({2, 3})},
       ""},
      {"one entry of many",
       [](const Vars& v) { return op(v[0].value(), v, {[](const V& g) { return g; }}); },
       [](const Vars& v) {
         X factor = X::ones({100});
         factor.write()[73] += 1e-4;
         return op(v[0].value(), v, {[=](const V& g) { return g * factor; }});
       },
       {some({100})},
       "only some entries are wrong (1 of 100)"},
  };
}

std::vector<WrongRule> composed() {
  const X noise = signed_({4}, 9);
  const CheckedFunction sample = [=](const Vars& v) { return v[0] + exp(0.5 * v[1]) * V(noise); };
  const auto sample_with = [=](V (*sigma)(const V& log_var)) -> CheckedFunction {
    return [=](const Vars& v) {
      const V log_var = v[1];
      return op(sample({v[0].value(), log_var.value()}).value(), v,
                {[](const V& g) { return g; },
                 [=](const V& g) { return 0.5 * g * sigma(log_var) * V(noise); }});
    };
  };
  const CheckedFunction log_prob = [](const Vars& v) {  // of x, mean, log_var, without constants
    return -0.5 * (square(v[0] - v[1]) * exp(-v[2]) + v[2]);
  };
  const auto log_prob_with = [=](double power) -> CheckedFunction {  // of sigma in d/dx
    return [=](const Vars& v) {
      const V x = v[0], mean = v[1], log_var = v[2];
      return op(log_prob({x.value(), mean.value(), log_var.value()}).value(), v,
                {[=](const V& g) { return -g * (x - mean) * exp(-0.5 * power * log_var); },
                 [=](const V& g) { return g * (x - mean) * exp(-log_var); },
                 [=](const V& g) { return 0.5 * g * (square(x - mean) * exp(-log_var) - 1); }});
    };
  };
  const CheckedFunction kl = [](const Vars& v) {
    return 0.5 * sum(square(v[0]) + exp(v[1]) - 1 - v[1], 1);
  };
  const auto kl_with = [=](double sign) -> CheckedFunction {
    return [=](const Vars& v) {
      const V mean = v[0], log_var = v[1];
      return op(kl({mean.value(), log_var.value()}).value(), v,
                {[=](const V& g) { return sign * column(g) * mean; },
                 [=](const V& g) { return 0.5 * column(g) * (exp(log_var) - sign); }});
    };
  };
  const std::vector<X> normal_inputs = {some({4}), signed_({4}, 2)};
  return {
      {"product: one term detached",
       [](const Vars& v) { return v[0] * exp(v[0]); },
       [](const Vars& v) { return v[0] * detach(exp(v[0])); },
       {some({3})},
       ""},
      {"chain: detached in the middle",
       [](const Vars& v) { return tanh(exp(v[0])); },
       [](const Vars& v) { return tanh(detach(exp(v[0]))); },
       {some({3})},
       "zero"},
      {"chain: the inner derivative lost",
       [](const Vars& v) { return exp(square(v[0])); },
       [](const Vars& v) {
         const V y = exp(square(V(v[0].value())));
         return op(y.value(), v, {[=](const V& g) { return g * y; }});
       },
       {some({3})},
       ""},
      {"x + x: a use that overwrites, not adds",
       [](const Vars& v) { return v[0] + v[0]; },
       [](const Vars& v) {
         return op(v[0].value() + v[0].value(), v, {[](const V& g) { return g * 1.0; }});
       },
       {some({3})},
       "off by a factor 1/2"},
      {"x exp(y) + x: the second use of x lost",
       [](const Vars& v) { return v[0] * v[1] + v[0]; },
       [](const Vars& v) { return v[0] * v[1] + detach(v[0]); },
       {some({3}), some({3}, 2)},
       ""},
      {"stddev: log_var taken for log sigma",
       [](const Vars& v) { return exp(0.5 * v[0]); },
       [](const Vars& v) {
         const V sigma(exp(0.5 * v[0].value()));
         return op(sigma.value(), v, {[=](const V& g) { return g * sigma; }});
       },
       {signed_({4})},
       "off by a factor 2"},
      {"sample: the variance for sigma", sample,
       sample_with([](const V& log_var) { return exp(log_var); }), normal_inputs,
       "argument 1: looks like log-variance was taken for standard deviation"},
      {"sample: log_var itself for sigma", sample,
       sample_with([](const V& log_var) { return log_var; }), normal_inputs,
       "argument 1: looks like log-variance was taken for standard deviation"},
      {"log_prob: sigma for the variance",
       log_prob,
       log_prob_with(1),
       {some({4}), some({4}, 2), signed_({4}, 3)},
       "argument 0: looks like log-variance was taken for standard deviation"},
      {"kl: the sign of the mean",
       kl,
       kl_with(-1),
       {some({2, 4}), signed_({2, 4}, 2)},
       "argument 0: the sign"},
  };
}

std::vector<WrongRule> of_second_order() {
  const auto product_with = [](bool constant) -> CheckedFunction {
    return [=](const Vars& v) {
      const V a = v[0], b = v[1];
      return op(a.value() * b.value(), v,
                {[=](const V& g) { return g * (constant ? V(b.value()) : b); },
                 [=](const V& g) { return g * a; }});
    };
  };
  const auto exp_with = [](V (*rule)(const V& x, const V& g)) -> CheckedFunction {
    return [=](const Vars& v) {
      const V x = v[0];
      return op(exp(x.value()), v, {[=](const V& g) { return rule(x, g); }});
    };
  };
  const CheckedFunction right = exp_with([](const V& x, const V& g) { return g * exp(x); });
  const std::string hint = "the gradients are right, but not what they are made of";
  return {
      {"exp: a value where a variable belongs",
       right,
       exp_with([](const V& x, const V& g) { return g * exp(x.value()); }),
       {some({3})},
       hint,
       2},
      {"exp: g as a value",
       right,
       exp_with([](const V& x, const V& g) { return g.value() * exp(x); }),
       {some({3})},
       hint,
       2},
      {"mul: one operand as a value",
       product_with(false),
       product_with(true),
       {some({3}), some({3}, 2)},
       hint,
       2},
      {"exp: a rule made of an op whose own rule is wrong",
       right,
       exp_with([](const V& x, const V& g) {
         const V y(exp(x.value()));
         return g * op(y.value(), {x}, {[=](const V& h) { return 2 * h * y; }});
       }),
       {some({3})},
       hint,
       2},
  };
}

}  // namespace

std::vector<WrongRule> wrong_rules() {
  std::vector<WrongRule> all;
  for (const auto& part :
       {elementwise(), of_two(), reductions(), shapes(), composed(), of_second_order()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace gradus::test
