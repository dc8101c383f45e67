struct Bell {
  double mean, log_var;

  double log_density(double z) const {
    const double u = (z - mean) / std::exp(log_var / 2);
    return -0.5 * (std::log(2 * std::numbers::pi) + log_var + u * u);
  }
};

/// E_q[log q - log p], by trapezoids.
inline double kl_by_quadrature(const Bell& q, const Bell& p) {
  double total = 0;
  for (double z = -20; z < 20; z += 1e-2) {
    const double log_q = q.log_density(z);
    total += 1e-2 * std::exp(log_q) * (log_q - p.log_density(z));
  }
  return total;
}

inline void check(Grader& grader) {
  const std::vector<Bell> q{{1, -1}, {-0.5, 0.7}, {0, -1.5}, {2, 0.3}};
  const std::vector<Bell> p{{-0.3, 0.5}, {0.4, -0.6}, {0.8, -1}, {1.5, 0.9}};
  const auto normal_of = [](const std::vector<Bell>& bells) {  // two rows of two
    std::vector<double> means, log_vars;
    for (const Bell& bell : bells) {
      means.push_back(bell.mean);
      log_vars.push_back(bell.log_var);
    }
    return vae::Normal<double>{Tensor<double>::from({2, 2}, means),
                               Tensor<double>::from({2, 2}, log_vars)};
  };
  const auto rows = [=](const std::function<double(const Bell&, const Bell&)>& one) {
    return Tensor<double>::vector(
        {one(q[0], p[0]) + one(q[1], p[1]), one(q[2], p[2]) + one(q[3], p[3])});
  };
  const auto received = [=] { return my_kl(normal_of(q), normal_of(p)).value(); };

  grader.test("the value, against an integral", 1,
              [=] { expect_near("KL", received(), rows(kl_by_quadrature), 1e-8); });
  grader.test("0 if both are equal", 1, [=] {
    expect_near("KL", my_kl(normal_of(p), normal_of(p)).value(), Tensor<double>::zeros({2}), 1e-12);
  });
  grader.test("its gradients, against differences of the integral", 1, [=] {
    const vae::Normal<double> a = normal_of(q), b = normal_of(p);
    Tape<double> tape;
    const vae::Normal<double> from{tape.watch(a.mean.value()), tape.watch(a.log_var.value())};
    const vae::Normal<double> to{tape.watch(b.mean.value()), tape.watch(b.log_var.value())};
    const Gradients<double> g = tape.gradients(sum(my_kl(from, to)));
    const auto expect_slope = [&](const std::string& name, const Var<double>& x, Bell dq, Bell dp) {
      for (std::size_t i = 0; i < 4; ++i) {
        const auto moved = [&](double h) {
          return kl_by_quadrature({q[i].mean + h * dq.mean, q[i].log_var + h * dq.log_var},
                                  {p[i].mean + h * dp.mean, p[i].log_var + h * dp.log_var});
        };
        expect_near("dKL/d" + name, g[x].value().to_vector()[i],
                    (moved(1e-4) - moved(-1e-4)) / 2e-4, 1e-6);
      }
    };
    expect_slope("q.mean", from.mean, {1, 0}, {0, 0});
    expect_slope("q.log_var", from.log_var, {0, 1}, {0, 0});
    expect_slope("p.mean", to.mean, {0, 0}, {1, 0});
    expect_slope("p.log_var", to.log_var, {0, 0}, {0, 1});
  });
  grader.test("its value, against 100,000 samples", 1, [] {
    const Shape shape{100'000, 1};
    const auto all = [&](double value) { return Tensor<double>::full(shape, value); };
    const vae::Normal<double> from{all(1), all(-1)}, to{all(-0.5), all(0.5)};
    Rng rng{7};
    const Var<double> z = from.sample(rng);
    const double sampled = gradus::mean(from.log_prob(z) - to.log_prob(z)).item();
    // One sample deviates by 0.78: five standard errors.
    expect_near("KL", my_kl(from, to).value().at({0}), sampled, 0.0124);
  });

  const auto looks_like = [=](const std::function<double(const Bell&, const Bell&)>& one) {
    return [=] { return is_near(received(), rows(one), 1e-7); };
  };
  grader.mistake(
      "your KL takes log_var for the logarithm of the standard deviation: log_var is log sigma^2, "
      "so sigma^2 is exp(log_var)",
      looks_like([](const Bell& a, const Bell& b) {
        return kl_by_quadrature({a.mean, 2 * a.log_var}, {b.mean, 2 * b.log_var});
      }));
  grader.mistake(
      "KL is a sum over dimensions: a mean makes it D times too small",
      looks_like([](const Bell& a, const Bell& b) { return kl_by_quadrature(a, b) / 2; }));
  grader.mistake(
      "this is KL(p || q): the one wanted averages over q, and divides by the variance of p",
      looks_like([](const Bell& a, const Bell& b) { return kl_by_quadrature(b, a); }));
  grader.mistake("the sign is turned: a KL is never negative",
                 looks_like([](const Bell& a, const Bell& b) { return -kl_by_quadrature(a, b); }));
  grader.mistake(
      "putting the differences of the means and of the log-variances into the formula for N(0, 1) "
      "is not enough: the distance of the means counts in deviations of p",
      looks_like([](const Bell& a, const Bell& b) {
        return kl_by_quadrature({a.mean - b.mean, a.log_var - b.log_var}, {0, 0});
      }));
  grader.mistake("q is compared with N(0, 1): p has to have a say",
                 looks_like([](const Bell& a, const Bell&) {
                   return kl_by_quadrature(a, {0, 0});
                 }));
}
