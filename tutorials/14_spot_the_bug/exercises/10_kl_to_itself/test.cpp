inline void check(Grader& grader) {
  // KL(N(m, exp(l)) || N(p, exp(k))), by trapezoids.
  const auto by_area = [](double m, double l, double p, double k) {
    double total = 0;
    for (double u = -9; u < 9; u += 1e-2) {
      const double z = m + std::exp(l / 2) * u, v = (z - p) / std::exp(k / 2);
      total += 1e-2 * std::exp(-0.5 * u * u) * 0.5 * (k - l + v * v - u * u);
    }
    return total / std::sqrt(2 * std::numbers::pi);
  };
  const std::vector<double> m{1, -0.5, 0.3, 2}, l{-1, 0.7, -2, 0.4};
  const auto received = [=](const auto& kl) {
    return kl(Var<double>(Tensor<double>::from({2, 2}, m)),
              Var<double>(Tensor<double>::from({2, 2}, l)))
        .value();
  };
  const auto rows = [=](const std::function<double(double, double)>& one) {
    return Tensor<double>::vector(
        {one(m[0], l[0]) + one(m[1], l[1]), one(m[2], l[2]) + one(m[3], l[3])});
  };
  const auto gives = [=](const std::function<double(double, double)>& one) {
    return [=] { return is_near(received(mended_kl), rows(one), 1e-6); };
  };
  const auto row = [](double v) { return Var<double>(Tensor<double>::full({1, 1}, v)); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("faulty_kl", received(faulty_kl), Tensor<double>::zeros({2}), 1e-12);
    expect_near("the healthy value", by_area(1, -1, 0, 0), 0.684, 1e-3);
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the KL, against an integral", 1, [=] {
    expect_near("KL", received(mended_kl),
                rows([=](double a, double b) { return by_area(a, b, 0, 0); }), 1e-6);
  });
  grader.test("its slopes are m and (exp(l) - 1) / 2", 1, [=] {
    Tape<double> tape;
    const Var<double> a = tape.watch(row(1.5).value()), b = tape.watch(row(-1).value());
    const Gradients<double> g = tape.gradients(sum(mended_kl(a, b)));
    expect_near("dKL/dmean", g[a].item(), 1.5, 1e-10);
    expect_near("dKL/dlog_var", g[b].item(), 0.5 * (std::exp(-1.0) - 1), 1e-10);
  });

  const std::pair<char, const char*> others[] = {
      {'a',
       "not a): an average of positive numbers is positive; this is 0 for one dimension as well"},
      {'b', "not b): in a collapsed encoder mean and log_var are 0; here they may be anything"},
      {'c', "not c): nothing but the KL is computed here"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "the prior has the variance 1 now, but still q's own mean: codes may lie anywhere, at no "
      "cost",
      gives([=](double a, double b) { return by_area(a, b, a, 0); }));
  grader.mistake("the prior has the mean 0 now, but still q's own variance: any width is free",
                 gives([=](double a, double b) { return by_area(a, b, 0, b); }));
  grader.mistake("this is KL(p || q): the prior comes second, because the average is over q",
                 gives([=](double a, double b) { return by_area(0, 0, a, b); }));
}
