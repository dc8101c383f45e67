/// The mean log density of points on the axes, two for each, under a diagonal covariance.
inline double by_points(const std::vector<double>& variances, std::size_t latent, double noise) {
  const std::size_t dims = variances.size();
  double total = 0;
  for (std::size_t axis = 0; axis < dims; ++axis)  // the other of the two gives the same
    for (std::size_t d = 0; d < dims; ++d) {
      const double x = d == axis ? std::sqrt(static_cast<double>(dims) * variances[d]) : 0;
      const double c = d < latent ? variances[d] : noise;
      total -= 0.5 * (std::log(2 * std::numbers::pi * c) + x * x / c) / static_cast<double>(dims);
    }
  return total;
}

inline void check(Grader& grader) {
  const std::vector<double> variances{5, 3, 1.5, 0.8, 0.4, 0.3};
  // The best noise on a fine grid; near its maximum the curve is flat.
  const auto best = [](const std::vector<double>& v, std::size_t latent) {
    double most = -1e300;
    for (double noise = 0.01; noise < 6; noise += 1e-3)
      most = std::max(most, by_points(v, latent, noise));
    return most;
  };
  const auto received = [=](std::size_t latent) { return ppca_log_likelihood(variances, latent); };

  grader.test("two latent dimensions", 1,
              [=] { expect_near("log p", received(2), best(variances, 2), 1e-5); });
  grader.test("any number of them", 1, [=] {
    for (std::size_t latent = 0; latent < 6; ++latent)
      expect_near(fmt::format("log p with {} latent dimensions", latent), received(latent),
                  best(variances, latent), 1e-5);
  });
  grader.test("more latent dimensions are never worse", 1, [=] {
    for (std::size_t latent = 1; latent < 6; ++latent)
      expect(received(latent) >= received(latent - 1),
             fmt::format("{} latent dimensions: {:.5f}, {}: {:.5f}", latent - 1,
                         received(latent - 1), latent, received(latent)));
    expect_near("log p of data without noise to model", ppca_log_likelihood({2, 1, 1}, 1),
                by_points({2, 1, 1}, 1, 1), 1e-9);
  });

  const auto with_noise = [=](double noise) {
    return [=] { return is_near(received(2), by_points(variances, 2, noise), 1e-9); };
  };
  grader.mistake(
      "the noise is the mean of the discarded variances, not the smallest of them: it has to stand "
      "for all",
      with_noise(0.3));
  grader.mistake("the mean of the discarded variances is over D - L of them, not over all D",
                 with_noise((1.5 + 0.8 + 0.4 + 0.3) / 6));
  grader.mistake("one noise variance for each direction: their mean, not their sum",
                 with_noise(1.5 + 0.8 + 0.4 + 0.3));
  grader.mistake("the average of (x - mean)' C^-1 (x - mean) is missing: at the maximum it is D",
                 [=] { return is_near(received(2), by_points(variances, 2, 0.75) + 3, 1e-9); });
}
