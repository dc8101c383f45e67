inline double density(double x, double centre, double deviation) {
  const double u = (x - centre) / deviation;
  return std::exp(-0.5 * u * u) / (std::sqrt(2 * std::numbers::pi) * deviation);
}
inline double far_peak(double y) { return 20.446 * std::exp(-std::pow(y - 3, 4)); }

inline void check(Grader& grader) {
  const std::vector<double> places{2, 3.5, -0.5};
  const auto of_one = [=](const std::function<double(double)>& factor) {
    std::vector<double> expected;
    for (const double y : places) expected.push_back((y * y + 1) * factor(y));
    return Tensor<double>::from({3}, expected);
  };
  const auto received = [=] {
    return weighted([](double y) { return y * y + 1; }, Tensor<double>::from({3}, places), 2, 0.8);
  };
  const auto p = [](double y) { return density(y, 0, 1); };
  const auto q = [](double y) { return density(y, 2, 0.8); };

  grader.test("three draws", 1, [=] {
    expect_near("g p / q", received(), of_one([=](double y) { return p(y) / q(y); }), 1e-10);
  });
  const auto estimate = [](double deviation) {
    Rng rng{4};
    const Tensor<double> y = 3.0 + deviation * normal<double>({100'000}, rng);
    return gradus::mean(weighted(far_peak, y, 3, deviation)).item();
  };
  double exact = 0;
  for (double y = -9; y < 9; y += 1e-3) exact += far_peak(y) * density(y, 0, 1) * 1e-3;
  // One draw deviates by about 0.56 and 0.6: five standard errors of 100,000.
  grader.test("a peak far out, from draws around it", 1,
              [=] { expect_near("E[g(y)]", estimate(1), exact, 0.01); });
  grader.test("and from narrower ones", 1,
              [=] { expect_near("E[g(y)]", estimate(0.7), exact, 0.01); });

  const auto looks_like = [=](const std::function<double(double)>& factor) {
    return [=] { return is_near(received(), of_one(factor), 1e-9); };
  };
  grader.mistake(
      "the weight is the wrong way up: p(y) / q(y), so that places drawn more often than p would "
      "count less",
      looks_like([=](double y) { return q(y) / p(y); }));
  grader.mistake("no weights: this is the average of g under q, not under p",
                 looks_like([](double) { return 1.0; }));
  grader.mistake(
      "q's density has a factor 1 / deviation, without which its area is not 1; the weights are "
      "off by it",
      looks_like([=](double y) { return p(y) / q(y) / 0.8; }));
}
