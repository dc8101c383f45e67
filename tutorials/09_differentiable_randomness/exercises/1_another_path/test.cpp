inline void check(Grader& grader) {
  const Tensor<double> mean = Tensor<double>::from({3, 2}, {0.5, -1, 2, 0, -0.3, 1});
  const Tensor<double> log_var = Tensor<double>::from({3, 2}, {0, 1, -2, 0.5, 1.5, -1});
  const auto noise = [](const Shape& shape) {
    Rng rng{5};
    return normal<double>(shape, rng).to_vector();
  };
  // mean + sigma eps, by a loop.
  const auto by_hand = [=](const auto& sigma, const std::vector<double>& eps) {
    const std::vector<double> m = mean.to_vector(), l = log_var.to_vector();
    std::vector<double> z;
    for (std::size_t i = 0; i < 6; ++i) z.push_back(m[i] + sigma(l[i]) * eps[i % eps.size()]);
    return Tensor<double>::from({3, 2}, z);
  };
  const auto deviation = [](double l) { return std::sqrt(std::exp(l)); };
  const auto drawn = [=] {
    Rng rng{5};
    return draw(mean, log_var, rng).value();
  };

  grader.test("z has the right numbers", 1, [=] {
    expect_near("z", drawn(), by_hand(deviation, noise({3, 2})), 1e-12);
  });
  grader.test("mean and variance of 100,000 draws", 1, [] {
    const Shape shape{100'000, 1};
    Rng rng{1};
    const Tensor<double> z =
        draw(Tensor<double>::full(shape, 3.0), Tensor<double>::full(shape, std::log(4.0)), rng)
            .value();
    const double m = gradus::mean(z).item(), v = gradus::mean((z - m) * (z - m)).item();
    // Five standard errors: 2 / sqrt(n) for the mean, 4 sqrt(2 / n) for the variance.
    expect(std::abs(m - 3) < 0.032, fmt::format("mean {:.3f} instead of 3", m));
    expect(std::abs(v - 4) < 0.09, fmt::format("variance {:.3f} instead of 4", v));
  });
  const auto gradients = [=] {
    Rng rng{5};
    Tape<double> tape;
    const Var<double> m = tape.watch(mean), l = tape.watch(log_var);
    const Gradients<double> g = tape.gradients(sum(draw(m, l, rng)));
    return std::pair{g[m].value(), g[l].value()};
  };
  grader.test("dz/dmean is 1", 1, [=] {
    expect_near("dz/dmean", gradients().first, Tensor<double>::ones({3, 2}));
  });
  grader.test("dz/dlog_var is half of what the noise added", 1, [=] {
    const Tensor<double> added = by_hand(deviation, noise({3, 2})) - mean;
    expect_near("dz/dlog_var", gradients().second, Tensor<double>(0.5) * added, 1e-10);
  });

  grader.mistake(
      "the standard deviation is exp(log_var / 2): exp(log_var) is the variance, which is right "
      "only where it is 1",
      [=] {
        const auto variance = [](double l) { return std::exp(l); };
        return is_near(drawn(), by_hand(variance, noise({3, 2})), 1e-12);
      });
  grader.mistake(
      "one noise for the whole batch: every row of z is shifted in the same way; noise is of "
      "mean's shape",
      [=] {
        return is_near(drawn(), by_hand(deviation, noise({1, 2})), 1e-12);
      });
  grader.mistake(
      "the numbers are right, but no gradient comes back: z was made of .value(), so the tape saw "
      "a constant",
      [=] {
        Rng rng{5};
        Tape<double> tape;
        const Var<double> z = draw(tape.watch(mean), tape.watch(log_var), rng);
        return !z.tracked() && is_near(z.value(), by_hand(deviation, noise({3, 2})), 1e-12);
      });
  grader.mistake(
      "no noise is added: multiplying mean and deviation is not sampling, and the same mean and "
      "log_var always give the same z",
      [=] {
        Rng other{6};
        return is_near(drawn(), draw(mean, log_var, other).value(), 1e-12);
      });
}
