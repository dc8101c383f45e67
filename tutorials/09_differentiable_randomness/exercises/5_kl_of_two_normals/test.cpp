/// E_q[log q - log p] for q = N(m, exp(l)), p = N(0, 1), by trapezoids; or the other way round.
inline double kl_by_quadrature(double m, double l, bool reversed = false) {
  const double sigma = std::exp(l / 2);
  double total = 0;
  for (double z = -25; z < 25; z += 1e-3) {
    const double u = (z - m) / sigma;
    const double log_q = -0.5 * (std::log(2 * std::numbers::pi) + l + u * u);
    const double log_p = -0.5 * (std::log(2 * std::numbers::pi) + z * z);
    total +=
        1e-3 * (reversed ? std::exp(log_p) * (log_p - log_q) : std::exp(log_q) * (log_q - log_p));
  }
  return total;
}

inline void check(Grader& grader) {
  const std::vector<double> m{1, -0.5, 0, 2}, l{-1, 0.7, -2, 0.3};
  const Tensor<double> mean = Tensor<double>::from({2, 2}, m);
  const Tensor<double> log_var = Tensor<double>::from({2, 2}, l);
  const auto rows = [=](const std::function<double(double, double)>& one) {
    return Tensor<double>::vector(
        {one(m[0], l[0]) + one(m[1], l[1]), one(m[2], l[2]) + one(m[3], l[3])});
  };
  const auto received = [=] { return my_kl(mean, log_var).value(); };
  const auto kl_of = [](double a, double b) { return kl_by_quadrature(a, b); };

  grader.test("the value, against an integral", 1,
              [=] { expect_near("KL", received(), rows(kl_of), 1e-8); });
  grader.test("0 if q is the prior", 1, [] {
    const Tensor<double> zeros = Tensor<double>::zeros({2, 3});
    expect_near("KL", my_kl(zeros, zeros).value(), Tensor<double>::zeros({2}), 1e-12);
  });
  grader.test("its gradients, against differences of the integral", 1, [=] {
    Tape<double> tape;
    const Var<double> a = tape.watch(mean), b = tape.watch(log_var);
    const Gradients<double> g = tape.gradients(sum(my_kl(a, b)));
    for (std::size_t i = 0; i < 4; ++i) {
      const double h = 1e-4;
      const auto slope = [=](double dm, double dl) {
        return (kl_of(m[i] + dm, l[i] + dl) - kl_of(m[i] - dm, l[i] - dl)) / (2 * h);
      };
      expect_near("dKL/dmean", g[a].value().to_vector()[i], slope(h, 0), 1e-6);
      expect_near("dKL/dlog_var", g[b].value().to_vector()[i], slope(0, h), 1e-6);
    }
  });
  grader.test("its value, against 100,000 samples", 1, [] {
    const Shape shape{100'000, 1};
    const vae::Normal<double> q{Tensor<double>::full(shape, 1.0),
                                Tensor<double>::full(shape, -1.0)};
    Rng rng{7};
    const Var<double> z = q.sample(rng);
    const double sampled = gradus::mean(q.log_prob(z) - vae::standard_normal_log_prob(z)).item();
    // One sample deviates by 0.75: five standard errors.
    expect_near("KL", my_kl(q.mean, q.log_var).value().at({0}), sampled, 0.012);
  });

  const auto looks_like = [=](const std::function<double(double, double)>& one) {
    return [=] { return is_near(received(), rows(one), 1e-7); };
  };
  grader.mistake(
      "your KL takes log_var for the logarithm of the standard deviation: log_var is log sigma^2, "
      "so sigma^2 is exp(log_var)",
      looks_like([=](double a, double b) { return kl_of(a, 2 * b); }));
  grader.mistake(
      "KL is a sum over dimensions: a mean makes it D times too small, and the prior D times too "
      "weak",
      looks_like([=](double a, double b) { return kl_of(a, b) / 2; }));
  grader.mistake(
      "this is KL(N(0, 1) || q): the one wanted averages over q, and has no division by sigma^2",
      looks_like([](double a, double b) { return kl_by_quadrature(a, b, true); }));
  grader.mistake("the sign is turned: a KL is never negative",
                 looks_like([=](double a, double b) { return -kl_of(a, b); }));
}
