/// The slope of f at x by a central difference.
inline double difference(const std::function<double(double)>& f, double x) {
  return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
}

inline void check(Grader& grader) {
  grader.test("exp", 1, [] {
    for (const double x : {-1.3, 0.2, 1.7})
      expect_near(fmt::format("the slope at {}", x), exp_slope(x),
                  difference([](double t) { return std::exp(t); }, x));
  });
  grader.test("log", 1, [] {
    for (const double x : {0.3, 1.5, 4.0})
      expect_near(fmt::format("the slope at {}", x), log_slope(x),
                  difference([](double t) { return std::log(t); }, x));
  });
  grader.test("tanh", 1, [] {
    for (const double x : {-1.3, 0.2, 1.7})
      expect_near(fmt::format("the slope at {}", x), tanh_slope(x),
                  difference([](double t) { return std::tanh(t); }, x));
  });
  grader.test("a / b", 1, [] {
    for (const auto& [a, b] : {std::pair{3.0, 2.0}, {-1.0, 0.5}, {2.0, -4.0}}) {
      const std::pair<double, double> slopes = div_slopes(a, b);
      expect_near(fmt::format("the slope of {} / {} by a", a, b), slopes.first,
                  difference([b = b](double t) { return t / b; }, a));
      expect_near(fmt::format("the slope of {} / {} by b", a, b), slopes.second,
                  difference([a = a](double t) { return a / t; }, b));
    }
  });
  grader.mistake("the slope of a / b by b is negative: a larger b makes the quotient smaller",
                 [] { return is_near(div_slopes(3, 2).second, 0.75, 1e-9); });
  grader.mistake(
      "1 - tanh(x)^2, not 1 - x^2: the slope is written with the value of the step, not with its "
      "input",
      [] { return is_near(tanh_slope(0.5), 0.75, 1e-9); });
  grader.mistake("the slope of log at x is 1 / x, not 1 / log(x)",
                 [] { return is_near(log_slope(4), 1 / std::log(4), 1e-9); });
  grader.mistake(
      "x e^(x - 1) is the rule for a power of x; in e^x the exponent moves, and the slope is e^x "
      "itself",
      [] { return is_near(exp_slope(2), 2 * std::exp(1), 1e-9); });
}
