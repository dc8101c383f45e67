constexpr double adam_gradients[] = {2, -1, 0.5, 4, -3};

/// A place after five steps, from the averages as sums: m_t = (1 - b) (g_t + b g_(t-1) + ...).
/// `step` is given m, s and t.
inline double after_five(const AdamRule& rule,
                         const std::function<double(double m, double s, int t)>& step) {
  double x = 1;
  for (int t = 1; t <= 5; ++t) {
    double m = 0, s = 0;
    for (int i = 0; i < t; ++i) {
      const double g = adam_gradients[i];
      m += (1 - rule.beta1) * std::pow(rule.beta1, t - 1 - i) * g;
      s += (1 - rule.beta2) * std::pow(rule.beta2, t - 1 - i) * g * g;
    }
    x -= rule.rate * step(m, s, t);
  }
  return x;
}

inline void check(Grader& grader) {
  const AdamRule usual{0.1, 0.9, 0.999, 1e-8}, large{0.1, 0.9, 0.99, 0.3};  // epsilon 0.3
  // Two numbers, the second with a gradient a hundred times as large.
  const auto places = [](const AdamRule& rule, int steps) {
    std::vector<double> x{1, 1};
    AdamMemory memory{{0, 0}, {0, 0}};
    for (int t = 0; t < steps; ++t)
      adam_step(x, {adam_gradients[t], 100 * adam_gradients[t]}, rule, memory);
    return x;
  };
  const auto right = [](const AdamRule& rule) {
    return after_five(rule, [&](double m, double s, int t) {
      const double mean = m / (1 - std::pow(rule.beta1, t));
      return mean / (std::sqrt(s / (1 - std::pow(rule.beta2, t))) + rule.epsilon);
    });
  };

  grader.test("the first step is as long as the rate, whatever the gradient", 1, [=] {
    const std::vector<double> x = places(usual, 1);
    expect_near("the first number", x[0], 0.9, 1e-6);
    expect_near("the second number", x[1], 0.9, 1e-6);
  });
  grader.test("five steps", 2, [=] { expect_near("x", places(usual, 5)[0], right(usual), 1e-9); });
  grader.test("five steps with a large epsilon", 1,
              [=] { expect_near("x", places(large, 5)[0], right(large), 1e-9); });

  const auto looks_like = [=](const std::function<double(double, double, int)>& step) {
    return [=] { return is_near(places(large, 5)[0], after_five(large, step), 1e-9); };
  };
  grader.mistake(
      "the averages are not corrected for their start at 0 by 1 / (1 - beta^t): the first step is "
      "far too long, because s has risen less than m",
      looks_like([=](double m, double s, int) { return m / (std::sqrt(s) + large.epsilon); }));
  grader.mistake(
      "the correction is 1 - beta^t, with the number of the step as a power; 1 - beta is right for "
      "the first step only",
      looks_like([=](double m, double s, int) {
        return m / (1 - large.beta1) / (std::sqrt(s / (1 - large.beta2)) + large.epsilon);
      }));
  grader.mistake("epsilon stands behind the root, not below it: sqrt(S) + epsilon",
                 looks_like([=](double m, double s, int t) {
                   return m / (1 - std::pow(large.beta1, t)) /
                          std::sqrt(s / (1 - std::pow(large.beta2, t)) + large.epsilon);
                 }));
  grader.mistake(
      "epsilon was added before s was corrected, so it is corrected too, and early steps are too "
      "short",
      looks_like([=](double m, double s, int t) {
        return m / (1 - std::pow(large.beta1, t)) * std::sqrt(1 - std::pow(large.beta2, t)) /
               (std::sqrt(s) + large.epsilon);
      }));
  grader.mistake("the first step has t = 1: with t = 0 the correction divides by 1 - 1",
                 [=] { return !std::isfinite(places(usual, 1)[0]); });
}
