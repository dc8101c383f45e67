/// The largest error of a difference of sqrt, exp and 1/x over some points, with numbers of type T.
template <class T>
double error_of_step(double step, bool central) {
  double worst = 0;
  const auto measure = [&](const auto& f, const auto& derivative) {
    for (const double at : {0.7, 1.0, 1.3, 1.6}) {
      const T x = static_cast<T>(at), h = static_cast<T>(step);
      const volatile T right = f(x + h), left = central ? f(x - h) : f(x);
      const double slope = static_cast<double>((right - left) / (central ? 2 * h : h));
      worst = std::max(worst, std::abs(slope - derivative(static_cast<double>(x))));
    }
  };
  measure([](T x) { return std::sqrt(x); }, [](double x) { return 0.5 / std::sqrt(x); });
  measure([](T x) { return std::exp(x); }, [](double x) { return std::exp(x); });
  measure([](T x) { return 1 / x; }, [](double x) { return -1 / (x * x); });
  return worst;
}

/// Within a factor of 10 of the order, and an error at most 100 times the smallest of any step.
template <class T>
void expect_good_step(double step, double order, bool central) {
  expect(step > order / 10 && step < order * 10,
         fmt::format("your step {:.1e} is not of the right order", step));
  double best = 1;
  for (double h = 0.1; h > 1e-15; h /= 2) best = std::min(best, error_of_step<T>(h, central));
  const double yours = error_of_step<T>(step, central);
  expect(yours < 100 * best, fmt::format("the error is {:.0e} with your step {:.1e}, and {:.0e} "
                                         "with the best one",
                                         yours, step, best));
}

inline void check(Grader& grader) {
  constexpr double e = std::numeric_limits<double>::epsilon() / 2;
  constexpr double e_float = static_cast<double>(std::numeric_limits<float>::epsilon()) / 2;
  grader.test("(a) forward, double", 1,
              [] { expect_good_step<double>(forward_double(), std::sqrt(e), false); });
  grader.test("(b) central, double", 1,
              [] { expect_good_step<double>(central_double(), std::cbrt(e), true); });
  grader.test("(c) central, float", 1,
              [] { expect_good_step<float>(central_float(), std::cbrt(e_float), true); });
  grader.mistake("the smallest step is not the best: at (a) rounding, e / h, is all that is left",
                 [] { return forward_double() < std::sqrt(e) / 10; });
  grader.mistake(
      "(b) is the best step of a forward difference; a central one has the error h^2, so its step "
      "may be larger, and rounding harms it less",
      [] { return central_double() < 1e-7 && central_double() > 1e-9; });
  grader.mistake(
      "(c) is the step for double: float is rounded a thousand million times more coarsely",
      [] { return central_float() < 1e-4; });
}
