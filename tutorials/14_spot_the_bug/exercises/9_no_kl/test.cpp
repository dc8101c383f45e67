inline void check(Grader& grader) {
  const auto row = [](double v) { return Var<double>(Tensor<double>::full({1, 1}, v)); };
  const auto of = [=](const auto& loss, double m, double l, double x) {
    return loss(vae::Normal<double>{row(m), row(l)}, row(x)).item();
  };
  const auto mended = [=](double m, double l, double x) { return of(mended_loss, m, l, x); };
  const auto nll = [](double x) { return 0.5 * std::log(4 * std::numbers::pi) + x * x / 4; };
  const double half = std::log(0.5);

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("faulty_loss of a sharp code", of(faulty_loss, 10, -14, 10), 0.919, 1e-3);
    expect_near("-log p(10)", nll(10), 26.266, 1e-4);
    expect(letter == 'b', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the bound is exact for the true posterior N(x / 2, 1/2)", 1, [=] {
    for (const double x : {10.0, 0.0, -3.0})
      expect_near("the loss", mended(x / 2, half, x), nll(x), 1e-10);
  });
  grader.test("it is a bound: off the posterior it exceeds -log p(x) by KL(q || posterior)", 1,
              [=] {
                for (const double m : {-2.0, 0.5, 10.0})
                  for (const double l : {-14.0, -1.0, 1.0}) {
                    const double to_posterior =  // of N(m, exp(l)) to N(1, 1/2)
                        0.5 * (half - l + (std::exp(l) + (m - 1) * (m - 1)) / 0.5 - 1);
                    expect_near("the loss", mended(m, l, 2), nll(2) + to_posterior, 1e-9);
                  }
              });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): p(x|z) has the variance 1; q is another distribution, over z"},
      {'c', "not c): log(2 pi) / 2 = 0.919 is there; it is all that is left of the loss"},
      {'d', "not d): exp(log_var) stands in the average, as it should"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "this holds the means near 0, but a code of no width is still free: log_var falls without "
      "end",
      [=] { return is_near(mended(5, half, 10) - of(faulty_loss, 5, half, 10), 12.5, 1e-6); });
  grader.mistake("the KL is subtracted: the loss now rewards codes that are far from the prior",
                 [=] { return mended(5, half, 10) < of(faulty_loss, 5, half, 10); });
}
