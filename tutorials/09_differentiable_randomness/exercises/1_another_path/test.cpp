inline void check(Grader& grader) {
  const std::vector<double> m{0.5, -1, 2, 0, -0.3, 1}, l{0.2, 1, -2, 0.5, 1.5, -1};
  const Tensor<double> mean = Tensor<double>::from({3, 2}, m);
  const Tensor<double> log_scale = Tensor<double>::from({3, 2}, l);
  const std::vector<double> noise{0.3, 0.9, 0.01, 0.6, 0.999, 0.2};
  const Tensor<double> u = Tensor<double>::from({3, 2}, noise);
  const auto received = [=] { return draw_logistic(mean, log_scale, u).value(); };
  const auto share_below = [](double x, double middle, double log_s) {
    return 1 / (1 + std::exp(-(x - middle) / std::exp(log_s)));
  };
  const auto loop = [=](const auto& one) {
    std::vector<double> x;
    for (std::size_t i = 0; i < 6; ++i) x.push_back(one(m[i], l[i], noise[i]));
    return Tensor<double>::from({3, 2}, x);
  };
  // The x with F(x) = u, by halving an interval.
  const auto by_halving = [=](double middle, double log_s, double p) {
    double low = -100, high = 100;
    for (int i = 0; i < 70; ++i) {
      const double x = (low + high) / 2;
      (share_below(x, middle, log_s) < p ? low : high) = x;
    }
    return low;
  };

  grader.test("F(x) is u", 1, [=] {
    const Tensor<double> x = received();
    expect(x.shape() == u.shape(), "your shape " + x.shape().text() + " instead of [3, 2]");
    for (std::size_t i = 0; i < 6; ++i)
      expect_near(fmt::format("F of your x for u = {}", noise[i]),
                  share_below(x.to_vector()[i], m[i], l[i]), noise[i], 1e-12);
  });
  grader.test("mean and variance of 100,000 draws", 1, [] {
    const Shape shape{100'000, 1};
    Rng rng{1};
    const Tensor<double> x =
        draw_logistic(Tensor<double>::full(shape, 3.0), Tensor<double>::full(shape, std::log(2.0)),
                      uniform<double>(shape, rng))
            .value();
    const double centre = gradus::mean(x).item();
    const double variance = gradus::mean((x - centre) * (x - centre)).item();
    // A logistic number has the variance (pi s)^2 / 3 and the fourth moment 4.2 times its square:
    // five standard errors.
    const double expected = std::pow(2 * std::numbers::pi, 2) / 3;
    expect(std::abs(centre - 3) < 0.058, fmt::format("mean {:.3f} instead of 3", centre));
    expect(std::abs(variance - expected) < 0.38,
           fmt::format("variance {:.2f} instead of {:.2f}", variance, expected));
  });
  const auto gradients = [=] {
    Tape<double> tape;
    const Var<double> a = tape.watch(mean), b = tape.watch(log_scale);
    const Gradients<double> g = tape.gradients(sum(draw_logistic(a, b, u)));
    return std::pair{g[a].value(), g[b].value()};
  };
  grader.test("dx/dmean is 1", 1, [=] {
    expect_near("dx/dmean", gradients().first, Tensor<double>::ones({3, 2}));
  });
  grader.test("dx/dlog_scale, against differences", 1, [=] {
    const auto slope = [=](double middle, double log_s, double p) {
      return (by_halving(middle, log_s + 1e-4, p) - by_halving(middle, log_s - 1e-4, p)) / 2e-4;
    };
    expect_near("dx/dlog_scale", gradients().second, loop(slope), 1e-6);
  });

  const auto looks_like = [=](const std::function<double(double, double, double)>& one) {
    return [=] { return is_near(received(), loop(one), 1e-9); };
  };
  grader.mistake(
      "half of log_scale would be right for the logarithm of a square, such as log_var: log_scale "
      "is log s",
      looks_like([=](double a, double b, double p) { return by_halving(a, b / 2, p); }));
  grader.mistake(
      "mean plus s times u is uniform between mean and mean + s: u has to pass through the inverse "
      "of F first",
      looks_like([](double a, double b, double p) { return a + std::exp(b) * p; }));
  grader.mistake(
      "u has passed through the sigmoid itself: F makes a probability of a number, wanted is the "
      "way back",
      looks_like(
          [=](double a, double b, double p) { return a + std::exp(b) * share_below(p, 0, 0); }));
  grader.mistake("log(u / (1 - u)) is (x - mean) / s: to get x, multiply it by s, do not divide",
                 looks_like([=](double a, double b, double p) { return by_halving(a, -b, p); }));
  grader.mistake(
      "your x has 1 - u below it: logistic too, since the distribution is symmetric, but not the x "
      "asked for",
      looks_like([=](double a, double b, double p) { return by_halving(a, b, 1 - p); }));
  grader.mistake(
      "the numbers are right, but no gradient comes back: x was made of .value(), so the tape saw "
      "a constant",
      [=] {
        Tape<double> tape;
        const Var<double> x = draw_logistic(tape.watch(mean), tape.watch(log_scale), u);
        return !x.tracked() && is_near(x.value(), loop(by_halving), 1e-9);
      });
}
