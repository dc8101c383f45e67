inline void check(Grader& grader) {
  Rng rng{4};
  const Tensor<double> eps = normal<double>({100'000, 1}, rng);
  const auto closed = [](double m, double l) { return 0.5 * (m * m + std::exp(l) - 1 - l); };
  // E[log q - log p] for z = m + sigma e under a density with log-variance l, by hand.
  const auto mixed = [](double m, double sigma, double l) {
    return 0.5 * (m * m + sigma * sigma - l - sigma * sigma / std::exp(l));
  };
  const auto near = [=](double received, double expected) {
    return is_near(received, expected, 0.015);  // five standard errors
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("faulty_kl", faulty_kl(0.5, -2, eps), mixed(0.5, std::exp(-2), -2), 0.015);
    expect(letter == 'b', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the average agrees with the formula", 1, [=] {
    expect_near("KL, mean 0.5, log_var -2", mended_kl(0.5, -2, eps), closed(0.5, -2), 0.015);
    expect_near("KL, mean -1, log_var 0.6", mended_kl(-1, 0.6, eps), closed(-1, 0.6), 0.03);
  });
  grader.test("each noise for itself", 1, [=] {
    for (const double e : {-1.5, 0.3, 2.0}) {
      const double sigma = std::sqrt(std::exp(-2)), z = 0.5 + sigma * e;
      expect_near("log q(z) - log p(z)", mended_kl(0.5, -2, Tensor<double>::full({1, 1}, e)),
                  0.5 * z * z - 0.5 * e * e - std::log(sigma), 1e-9);
    }
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): with 100,000 samples the standard error is 0.002; the gap is 0.37"},
      {'c', "not c): then the formula would give 1.634, and the samples disagree with that too"},
      {'d', "not d): standard_normal_log_prob is the density of N(0, 1); on that both agree"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "samples and density agree now, but on the variance exp(2 log_var): the KL formula still "
      "means another distribution",
      [=] { return near(mended_kl(0.5, -2, eps), closed(0.5, -4)); });
  grader.mistake("log_var itself is no deviation: it is a logarithm, and may be negative",
                 [=] { return near(mended_kl(0.5, -2, eps), mixed(0.5, -2, -2)); });
}
