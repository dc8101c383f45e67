/// P(|z| < r) for two standard normal numbers: first the second number by its distribution
/// function, then the first, r sin(t), by rectangles. (Around a whole period they are exact.)
inline double share_within(double r) {
  constexpr int parts = 400;
  const double width = std::numbers::pi / parts;
  double total = 0;
  for (int i = 0; i < parts; ++i) {
    const double t = -std::numbers::pi / 2 + i * width;
    const double x = r * std::sin(t), half = r * std::cos(t);
    const double density = std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
    total += density * std::erf(half / std::sqrt(2.0)) * half * width;
  }
  return total;
}

inline void check(Grader& grader) {
  const auto radius = [](const Tensor<double>& codes, Size row) {
    return std::hypot(codes.at({row, 0}), codes.at({row, 1}));
  };
  const auto expect_shares = [=](Size rings, Size directions) {
    const Tensor<double> codes = round_map(rings, directions);
    const Shape shape{rings * directions, 2};
    expect(codes.shape() == shape,
           "your shape " + codes.shape().text() + " instead of " + shape.text());
    for (Size row = 0; row < rings * directions; ++row)
      expect_near(fmt::format("of {} rings, the share within code {} of ring {}", rings,
                              row % directions, row / directions),
                  share_within(radius(codes, row)),
                  (static_cast<double>(row / directions) + 0.5) / static_cast<double>(rings), 1e-9);
  };
  grader.test("ten rings are fair", 2, [=] { expect_shares(10, 8); });
  grader.test("any number of rings and directions", 1, [=] {
    expect_shares(1, 1);
    expect_shares(3, 5);
    expect_shares(500, 1);
  });
  grader.test("the directions", 1, [=] {
    const Tensor<double> codes = round_map(2, 6);
    for (Size row = 0; row < 12; ++row)
      for (const Size axis : {0, 1}) {
        // The angle of the axis is 0 or a quarter turn.
        const double away = static_cast<double>(row % 6) / 6 - static_cast<double>(axis) / 4;
        expect_near(fmt::format("z[{}] / |z| in direction {} of 6", axis, row % 6),
                    codes.at({row, axis}) / radius(codes, row),
                    std::cos(2 * std::numbers::pi * away), 1e-9);
      }
  });

  // Whether something holds for all ten rings, each given by its code on the first axis.
  const auto every_ring = [=](const std::function<bool(double, double)>& holds) {
    return [=] {
      const Tensor<double> codes = round_map(10, 4);
      for (int i = 0; i < 10; ++i)
        if (!holds(codes.at({4 * i, 0}), i)) return false;
      return true;
    };
  };
  const auto first = [] { return round_map(10, 4).at({0, 0}); };
  grader.mistake(
      "your rings are equally far apart: the outer ones then stand for less of the prior than "
      "those in the middle",
      every_ring([=](double x, double i) { return is_near(x, first() * (2 * i + 1), 1e-9); }));
  grader.mistake(
      "your rings are fair for a disc in which every place is equally likely; the prior thins out",
      every_ring([=](double x, double i) {
        return is_near(x * x, first() * first() * (2 * i + 1), 1e-9);
      }));
  grader.mistake(
      "this is the quantile of one normal number, which may be negative: |z| has another "
      "distribution, and never is",
      every_ring([](double x, double i) {
        return is_near(std::erfc(-x / std::sqrt(2.0)) / 2, (i + 0.5) / 10, 1e-9);
      }));
  grader.mistake("the root of 2 is missing: the density falls as exp(-r^2 / 2), not as exp(-r^2)",
                 every_ring([](double x, double i) {
                   return is_near(share_within(x * std::sqrt(2.0)), (i + 0.5) / 10, 1e-9);
                 }));
  grader.mistake(
      "beyond your rings lies the share that should lie within them: they are counted from outside",
      every_ring(
          [](double x, double i) { return is_near(share_within(x), 1 - (i + 0.5) / 10, 1e-9); }));
  grader.mistake(
      "a share of i / rings lies within your ring i: these are the inner edges, and the first ring "
      "is a point",
      every_ring([](double x, double i) { return is_near(share_within(x), i / 10, 1e-9); }));
}
