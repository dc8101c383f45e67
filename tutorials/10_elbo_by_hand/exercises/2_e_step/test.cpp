inline void check(Grader& grader) {
  const std::vector<double> weight{0.6, 0.1, 0.3}, mean{-1, 0.5, 2}, variance{0.5, 4, 1.5};
  const std::vector<double> points{-2, 0, 0.7, 3};
  // Bayes in a loop, with any weights and any density.
  const auto bayes = [=](const std::vector<double>& w, const auto& density) {
    std::vector<double> rows;
    for (const double x : points) {
      double total = 0;
      for (std::size_t k = 0; k < 3; ++k) total += w[k] * density(x - mean[k], variance[k]);
      for (std::size_t k = 0; k < 3; ++k)
        rows.push_back(w[k] * density(x - mean[k], variance[k]) / total);
    }
    return Tensor<double>::from({4, 3}, rows);
  };
  const auto density = [](double d, double v) { return std::exp(-0.5 * d * d / v) / std::sqrt(v); };
  const auto of = [=](const std::vector<double>& x) {
    return responsibilities(Tensor<double>::from({static_cast<Size>(x.size())}, x), weight, mean,
                            variance);
  };

  grader.test("four points", 2,
              [=] { expect_near("p(z|x)", of(points), bayes(weight, density), 1e-10); });
  grader.test("a point far out", 1, [=] {
    const std::vector<double> row = of({500}).to_vector();
    // The widest component wins out there, by exp of thousands.
    expect_near("p(z = 2 | x = 500)", row[1], 1, 1e-12);
    expect_near("the sum of the row", row[0] + row[1] + row[2], 1, 1e-12);
  });
  grader.test("it closes the gap: ELBO = log p(x)", 1, [=] {
    const std::vector<double> q = of(points).to_vector();
    for (std::size_t i = 0; i < points.size(); ++i) {
      double evidence = 0, elbo = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        const double joint = weight[k] * density(points[i] - mean[k], variance[k]);
        evidence += joint;
        elbo += q[3 * i + k] * std::log(joint / q[3 * i + k]);
      }
      expect_near(fmt::format("the ELBO of point {}", i), elbo, std::log(evidence), 1e-12);
    }
  });

  const auto looks_like = [=](const std::vector<double>& w, const auto& wrong_density) {
    return [=] { return is_near(of(points), bayes(w, wrong_density), 1e-9); };
  };
  const std::vector<double> even{1, 1, 1};
  grader.mistake(
      "the weights p(z) are left out: a component that is rare beforehand is rare afterwards too",
      looks_like(even, density));
  grader.mistake(
      "1 / sigma stands in front of a normal density: without it a wide component gets points that "
      "it spreads its chance too thin for",
      looks_like(weight, [](double d, double v) { return std::exp(-0.5 * d * d / v); }));
  grader.mistake(
      "the variance is used as the standard deviation: the exponent divides by the variance once, "
      "not twice",
      looks_like(weight, [](double d, double v) { return std::exp(-0.5 * d * d / (v * v)) / v; }));
  grader.mistake(
      "far from all components every density rounds to 0, and 0 / 0 is NaN: subtract the largest "
      "logarithm before exp",
      [=] { return std::isnan(of({500}).to_vector()[0]); });
}
