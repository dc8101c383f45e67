using V = Var<double>;
using Op = std::function<V(const V&)>;

/// An op with this value and this rule.
inline V with_rule(const Tensor<double>& value, const V& x, const Op& rule) {
  const V y = output("op", value, Where(), x);
  vjp(y, x, rule);
  return y;
}

inline bool accepted(const Op& f) {
  Rng rng{42};
  return rule_is_right(
      f, Tensor<double>::matrix({{0.3, -1.2, 0.8}, {1.5, 0.4, -0.6}, {-0.9, 0.7, 1.1}}), rng);
}

inline V large(const V& x) { return 1e6 * exp(x); }
inline V not_transposed(const V& x) {
  return with_rule(x.value().transpose(), x, [](const V& g) { return g; });
}
inline V last_forgotten(const V& x) {
  const Tensor<double> all_but_last = less(Tensor<double>::arange(9), Tensor<double>(8.0));
  return with_rule(exp(x.value()), x, [=](const V& g) {
    return g * exp(x) * all_but_last.reshape({3, 3});
  });
}
inline V wrong_sign(const V& x) {
  return with_rule(-x.value(), x, [](const V& g) { return g; });
}
inline V one_in_a_thousand(const V& x) {
  return with_rule(x.value(), x, [](const V& g) { return 1.001 * g; });
}
inline V without_g(const V& x) {
  return with_rule(exp(x.value()), x, [=](const V&) { return exp(x); });
}
inline V softmax_without_rule(const V& x) { return V(exp(log_softmax(x)).value()) + 0.0 * x; }

inline void check(Grader& grader) {
  const std::vector<std::pair<const char*, Op>> right = {
      {"exp", [](const V& x) { return exp(x); }},
      {"1e6 exp", large},
      {"tanh", [](const V& x) { return tanh(x); }},
      {"sigmoid", [](const V& x) { return sigmoid(x); }},
      {"softplus", [](const V& x) { return softplus(x); }},
      {"square", [](const V& x) { return square(x); }},
      {"transpose", [](const V& x) { return transpose(x); }},
      {"reshape", [](const V& x) { return reshape(x, {9}); }},
      {"slice", [](const V& x) { return slice(x, 1, 0, 2); }},
      {"sum over rows", [](const V& x) { return sum(x, 0); }},
      {"mean", [](const V& x) { return mean(x); }},
      {"logsumexp", [](const V& x) { return logsumexp(x, 1); }},
      {"log_softmax", [](const V& x) { return log_softmax(x); }},
      {"x times x transposed", [](const V& x) { return matmul(x, transpose(x)); }}};
  const std::vector<std::pair<const char*, Op>> wrong = {
      {"a transpose whose gradient is not transposed", not_transposed},
      {"a rule that forgets the last entry", last_forgotten},
      {"a wrong sign", wrong_sign},
      {"a gradient 0.1 % too large", one_in_a_thousand},
      {"a rule that does not use g", without_g},
      {"a softmax without a rule", softmax_without_rule}};
  grader.test("fourteen right rules are accepted", 2, [=] {
    for (const auto& [name, f] : right) expect(accepted(f), fmt::format("{} is rejected", name));
  });
  grader.test("six wrong rules are rejected", 2, [=] {
    for (const auto& [name, f] : wrong) expect(!accepted(f), fmt::format("{} is accepted", name));
  });
  grader.mistake(
      "the plain sum of the output hides whatever leaves the total alone: a gradient that is "
      "transposed passes. Weight the outputs with random numbers",
      [] { return accepted(not_transposed) && !accepted(last_forgotten); });
  grader.mistake("only the first entry of x is compared: a rule that is wrong elsewhere passes",
                 [] { return accepted(last_forgotten) && !accepted(wrong_sign); });
  grader.mistake(
      "the difference is compared with 1e-6 itself: where gradients are large, so is their "
      "rounding error, and right rules are rejected. Divide by the size of the gradient",
      [] { return !accepted(large) && accepted([](const V& x) { return exp(x); }); });
}
