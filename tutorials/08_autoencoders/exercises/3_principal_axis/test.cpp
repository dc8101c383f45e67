inline void check(Grader& grader) {
  // Points along a slanted axis through a point far from 0, with less spread across it.
  const auto points = [](double shift) {
    std::vector<double> numbers;
    for (int i = -20; i <= 20; ++i) {
      const double along = 0.3 * i, across = i % 2 == 0 ? 0.4 : -0.4;
      numbers.insert(numbers.end(), {shift + 0.8 * along - 0.6 * across,
                                     -shift + 0.6 * along + 0.8 * across, 0.1 * (i % 3)});
    }
    return Tensor<double>::from({41, 3}, numbers);
  };
  const auto length = [](const Tensor<double>& w) { return std::sqrt(sum(w * w).item()); };
  // The variance of the points along a direction, by a loop.
  const auto variance_along = [=](double shift, const Tensor<double>& w) {
    const std::vector<double> p = points(shift).to_vector(), d = w.to_vector();
    double total = 0, squares = 0;
    for (std::size_t i = 0; i < 41; ++i) {
      const double v = (p[3 * i] * d[0] + p[3 * i + 1] * d[1] + p[3 * i + 2] * d[2]) / length(w);
      total += v / 41;
      squares += v * v / 41;
    }
    return squares - total * total;
  };
  const auto nothing_better = [=](double shift) {
    const Tensor<double> w = first_axis(points(shift));
    expect(w.shape() == Shape{3}, "the shape is " + w.shape().text() + " instead of [3]");
    Rng rng{1};
    for (int trial = 0; trial < 200; ++trial) {
      const Tensor<double> other = w + 0.3 * normal<double>({3}, rng);
      expect(variance_along(shift, other) <= variance_along(shift, w) + 1e-9,
             fmt::format("along your axis the variance is {:.5f}; there is one with {:.5f}",
                         variance_along(shift, w), variance_along(shift, other)));
    }
  };
  grader.test("points around 0", 1, [=] { nothing_better(0); });
  grader.test("points around another middle", 2, [=] { nothing_better(10); });
  grader.test("the length is 1", 1,
              [=] { expect_near("the length", length(first_axis(points(0))), 1, 1e-9); });

  // How well two directions agree: 1 if they are the same line.
  const auto same_line = [=](const Tensor<double>& a, const Tensor<double>& b) {
    return std::abs(sum(a * b).item()) / (length(a) * length(b)) > 0.999;
  };
  const Tensor<double> axis = Tensor<double>::vector({0.8, 0.6, 0});
  grader.mistake(
      "the mean was not taken away: the axis points from 0 to the middle of the data, not along "
      "their spread",
      [=] {
        return same_line(first_axis(points(10)), Tensor<double>::vector({1, -1, 0}));
      });
  grader.mistake(
      "the direction is right but its length is not 1: divide by the square root of w' w", [=] {
        const Tensor<double> w = first_axis(points(0));
        return same_line(w, axis) && std::abs(length(w) - 1) > 1e-6;
      });
  grader.mistake(
      "that is the coordinate with the largest variance; the principal axis may lie between "
      "coordinates",
      [=] {
        return same_line(first_axis(points(0)), Tensor<double>::vector({1, 0, 0}));
      });
}
