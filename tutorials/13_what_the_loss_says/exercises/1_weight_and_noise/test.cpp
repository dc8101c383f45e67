inline void check(Grader& grader) {
  // -log N(x; y, s^2 I) - weight |x - y|^2, by a loop over the pixels.
  const auto rest = [](double weight, double s, const std::vector<double>& x) {
    double total = 0;
    for (const double d : x) {  // y = 0
      const double density = std::exp(-d * d / (2 * s * s)) / (s * std::sqrt(2 * std::numbers::pi));
      total += -std::log(density) - weight * d * d;
    }
    return total;
  };
  const std::vector<double> near{0.1, -0.2, 0.3}, far{1, -0.9, 0.4};

  grader.test("the standard deviation: the difference is the same for every image", 1, [=] {
    for (const double weight : {1.0, 0.1, 8.0}) {
      const double s = noise_behind(weight, 3).stddev;
      expect(s > 0, "a standard deviation is positive");
      expect_near(fmt::format("-log N - weight |x - y|^2 at weight {}, for two x", weight),
                  rest(weight, s, far), rest(weight, s, near), 1e-9);
    }
  });
  grader.test("the constant", 1, [=] {
    for (const double weight : {1.0, 0.1, 8.0}) {
      const Noise noise = noise_behind(weight, 3);
      expect_near(fmt::format("the constant at weight {}", weight), noise.constant,
                  rest(weight, 1 / std::sqrt(2 * weight), near), 1e-9);
    }
  });
  grader.test("a mean over 784 pixels is a weight of 1/784", 1, [] {
    // The variance at which the exponent of one pixel is (x - y)^2 / 784.
    expect_near("the variance", std::pow(noise_behind(1.0 / 784, 784).stddev, 2), 784.0 / 2, 1e-9);
  });

  const auto gives = [](const auto& stddev, const auto& constant) {
    return [=] {
      for (const double weight : {0.1, 8.0}) {
        const Noise noise = noise_behind(weight, 3);
        if (!is_near(noise.stddev, stddev(weight), 1e-9) ||
            !is_near(noise.constant, constant(weight), 1e-9))
          return false;
      }
      return true;
    };
  };
  const auto right = [](double weight) { return 1 / std::sqrt(2 * weight); };
  const auto all = [](double s) { return 3 * std::log(s * std::sqrt(2 * std::numbers::pi)); };
  grader.mistake("stddev is the root of the variance 1 / (2 weight)",
                 gives([=](double weight) { return std::pow(right(weight), 2); },
                       [=](double weight) { return all(right(weight)); }));
  grader.mistake("the exponent of a normal distribution is (x - y)^2 / (2 s^2): the 2 is missing",
                 gives([](double weight) { return 1 / std::sqrt(weight); },
                       [=](double weight) { return all(1 / std::sqrt(weight)); }));
  grader.mistake("every pixel brings a constant of its own: yours is that of a single one",
                 gives(right, [=](double weight) { return all(right(weight)) / 3; }));
  grader.mistake(
      "the constant is not 0: without 1/2 log(2 pi s^2) a density does not integrate to 1",
      gives(right, [](double) { return 0.0; }));
}
