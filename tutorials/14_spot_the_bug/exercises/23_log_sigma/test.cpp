/// E[log q(z) - log p(z)] for z = draw_code(m, s, e), e ~ N(0, 1), by trapezoids over e.
inline double by_quadrature(double m, double s) {
  const Tensor<double> e = Tensor<double>::linspace(-12, 12, 4801);
  const Tensor<double> z = draw_code(Var<double>(m), Var<double>(s), Var<double>(e)).value();
  // dz = sigma de, so log q(z) = log N(e; 0, 1) - log sigma, whatever sigma is.
  const double sigma = z.at({4800}) > z.at({0}) ? (z.at({4800}) - z.at({0})) / 24 : 0;
  const Tensor<double> log_ratio =
      Tensor<double>(0.5) * (z * z - e * e) - Tensor<double>(std::log(sigma));
  const Tensor<double> weight = exp(Tensor<double>(-0.5) * e * e);
  return sum(weight * log_ratio).item() / sum(weight).item();
}

inline void check(Grader& grader) {
  const auto one = [](const auto& kl, double m, double s) {
    return kl(Tensor<double>::matrix({{m}}), Tensor<double>::matrix({{s}})).item();
  };
  const auto received = [=](double m, double s) { return one(mended_kl, m, s); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("what faulty_kl shows", one(faulty_kl, 0, 1), 0.359, 1e-3);
    Rng rng{6};
    const Tensor<double> e = normal<double>({100'000}, rng);
    const Tensor<double> z = draw_code(Var<double>(0.0), Var<double>(1.0), Var<double>(e)).value();
    // One draw deviates by 4.5: five standard errors.
    expect_near("the mean over draws", mean(0.5 * (z * z - e * e)).item() - 1, by_quadrature(0, 1),
                0.033);
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the KL is that of what is drawn", 1, [=] {
    for (const double m : {0.0, -1.5, 2.0})
      for (const double s : {-2.0, -0.3, 0.0, 1.0})
        expect_near(fmt::format("the KL for m = {}, s = {}", m, s), received(m, s),
                    by_quadrature(m, s), 1e-8);
  });
  grader.test("two latent dimensions add up, and q = p is where it is smallest", 1, [=] {
    const Tensor<double> zeros = Tensor<double>::zeros({1, 2});
    Tape<double> tape;
    const Var<double> s = tape.watch(zeros), kl = mended_kl(zeros, s);
    expect_near("the KL of the prior", kl.value(), Tensor<double>::zeros({1}));
    expect_near("d KL / ds there", tape.gradients(sum(kl))[s].value(), zeros);
    expect_near("the KL of two dimensions",
                mended_kl(Tensor<double>::matrix({{1, 2}}), zeros).item(), 2.5);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): both have it, and in the difference it is gone"},
      {'b', "not b): KL(p || q) would be 0.568 here"},
      {'c', "not c): the standard error is below 0.02"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  const double e1 = std::exp(1.0), e2 = std::exp(2.0);  // for m = 0, s = 1
  grader.mistake("half of it: log sigma^2 is 2 s as well, and without that the best sigma is 0.71",
                 [=] { return is_near(received(0, 1), 0.5 * (e2 - 1 - 1), 1e-9); });
  grader.mistake("half of it: sigma^2 is exp(2 s) as well, and without that the best sigma is 2",
                 [=] { return is_near(received(0, 1), 0.5 * (e1 - 1 - 2), 1e-9); });
  grader.mistake("twice the wrong KL is another wrong KL: the 2 belongs to each s",
                 [=] { return is_near(received(0, 1), e1 - 1 - 1, 1e-9); });
}
