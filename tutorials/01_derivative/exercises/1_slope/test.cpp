inline double sine(double x) { return std::sin(x); }

/// The points at which slope_of asks for f, the smallest first.
inline std::vector<double> points_asked_for() {
  std::vector<double> points;
  slope_of(
      [&](double x) {
        points.push_back(x);
        return x;
      },
      1);
  std::sort(points.begin(), points.end());
  return points;
}

inline void check(Grader& grader) {
  grader.test("a straight line", 1, [] {
    expect_near("the slope of 3x + 1 at 2", slope_of([](double x) { return 3 * x + 1; }, 2), 3,
                1e-6);
  });
  grader.test("sin, to 1e-9", 2, [] {
    for (const double x : {-2.0, 0.3, 1.0, 2.5})
      expect_near(fmt::format("the slope of sin at {}", x), slope_of(sine, x), std::cos(x), 1e-9);
  });
  grader.mistake(
      "this is a forward difference: its error is about h f'' / 2, so even the best h leaves 1e-8. "
      "Step to both sides",
      [] {
        const std::vector<double> points = points_asked_for();
        return points.size() == 2 && (points.front() == 1 || points.back() == 1);
      });
  grader.mistake("twice the slope: from x - h to x + h it is 2 h, not h",
                 [] { return is_near(slope_of(sine, 0.3), 2 * std::cos(0.3), 1e-6); });
  grader.mistake(
      "h is so small that rounding is all that is left: f(x + h) and f(x - h) agree in almost all "
      "digits",
      [] {
        const std::vector<double> points = points_asked_for();
        return points.front() < 1 && points.back() > 1 && points.back() - points.front() < 1e-10;
      });
}
