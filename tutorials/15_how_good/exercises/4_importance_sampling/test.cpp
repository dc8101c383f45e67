inline void check(Grader& grader) {
  const double w = 1.5, noise = 0.8, x = 1.3;
  const double variance = w * w + noise * noise;  // of x
  const auto exact = [=](double at) {
    return -0.5 * (at * at / variance + std::log(2 * std::numbers::pi * variance));
  };
  const double stddev = noise / std::sqrt(variance);  // of p(z|x)
  const auto posterior_mean = [=](double at) { return w * at / variance; };
  const auto received = [=](double at, double factor, int k) {
    Rng rng{4};
    return log_likelihood_of(at, w, noise, posterior_mean(at), factor * stddev, k, rng);
  };

  grader.test("q is the posterior: one draw is enough", 1,
              [=] { expect_near("log p(x)", received(x, 1, 1), exact(x), 1e-10); });
  grader.test("q is 1.5 times as wide: 20,000 draws", 1, [=] {
    // The weights deviate by 0.4 from 1: five standard errors are 0.014.
    expect_near("log p(x)", received(x, 1.5, 20'000), exact(x), 0.014 / std::abs(exact(x)));
  });
  grader.test("the same draws, the same number", 1, [=] {
    expect(received(x, 2, 5) == received(x, 2, 5), "two generators with one seed must agree");
    expect(received(x, 2, 5) != received(x, 2, 4), "k draws are to be made, not always the same");
  });
  grader.test("an x that is 60 deviations away", 1, [=] {
    const double far = 60 * std::sqrt(variance);
    expect_near("log p(x)", received(far, 1, 10), exact(far), 1e-9);
  });

  // The same five draws, with one part left out or replaced.
  const auto weights = [=](double prior, double density, bool of_noise) {
    Rng rng{4};
    std::vector<double> logs;
    for (int i = 0; i < 5; ++i) {
      const double eps = rng.normal(), s = 2 * stddev, z = posterior_mean(x) + s * eps;
      const double half_log = 0.5 * std::log(2 * std::numbers::pi), u = (x - w * z) / noise;
      const double log_q = -0.5 * eps * eps - half_log - (of_noise ? 0 : std::log(s));
      logs.push_back(prior * (-0.5 * z * z - half_log) - 0.5 * u * u - half_log - std::log(noise) -
                     density * log_q);
    }
    return logs;
  };
  const auto log_mean = [](const std::vector<double>& logs) {
    double sum = 0;
    for (const double l : logs) sum += std::exp(l);
    return std::log(sum / static_cast<double>(logs.size()));
  };
  const auto gives = [=](double expected) {
    return [=] { return is_near(received(x, 2, 5), expected, 1e-9); };
  };
  grader.mistake(
      "the prior is missing: a weight is p(z) p(x|z) / q(z|x); p(x|z) / q(z|x) alone rewards codes "
      "that never occur",
      gives(log_mean(weights(0, 1, false))));
  grader.mistake(
      "nothing is divided by q(z|x): places that q draws often then count too often, and the "
      "result has other units",
      gives(log_mean(weights(1, 0, false))));
  grader.mistake(
      "you divide by the density of the noise: z = mean + stddev eps is stddev times as wide, so "
      "its density is stddev times as low",
      gives(log_mean(weights(1, 1, true))));
  double sum = 0;
  for (const double l : weights(1, 1, false)) sum += l / 5;
  grader.mistake(
      "this is the mean of the logarithms, the ELBO: however many draws, it never comes nearer to "
      "log p(x)",
      gives(sum));
}
