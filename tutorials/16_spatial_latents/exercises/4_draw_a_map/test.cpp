inline void check(Grader& grader) {
  const std::vector<double> m{1, -2, 0, 0.5, 3, -1, 0, 1, 2};
  const std::vector<double> fa{2, 0, 0, -1, 1, 0, 0.5, 0.3, 1.5};
  const std::vector<double> fb{1, 0, 0, 0.7, 0.5, 0, -0.4, 1, 2};
  const Tensor<double> mean = Tensor<double>::from({3, 3}, m), a = Tensor<double>::from({3, 3}, fa),
                       b = Tensor<double>::from({3, 3}, fb);
  Rng rng{2};
  const Tensor<double> noise = normal<double>({4, 3, 3}, rng);
  // m_ij + sum_kl left_ik e_kl right_jl, by loops.
  const auto by_hand = [=](const std::vector<double>& left, const std::vector<double>& right) {
    const std::vector<double> e = noise.to_vector();
    std::vector<double> z;
    for (std::size_t s = 0; s < 4; ++s)
      for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
          double total = m[i * 3 + j];
          for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t l = 0; l < 3; ++l)
              total += left[i * 3 + k] * e[s * 9 + k * 3 + l] * right[j * 3 + l];
          z.push_back(total);
        }
    return Tensor<double>::from({4, 3, 3}, z);
  };
  const auto drawn = [=] { return draw_maps(mean, a, b, noise).value(); };

  grader.test("four draws, number by number", 1,
              [=] { expect_near("Z", drawn(), by_hand(fa, fb), 1e-12); });
  grader.test("maps need not be square", 1, [=] {
    const Tensor<double> e = noise.slice(2, 0, 2).to_contiguous();
    const Tensor<double> one = Tensor<double>::from({2, 2}, {1, 0, 0, 1});
    const Tensor<double> z = draw_maps(mean.slice(1, 0, 2).to_contiguous(), a, one, e).value();
    expect(z.shape() == Shape({4, 3, 2}), "the shape is " + z.shape().text() + ", not [4, 3, 2]");
  });
  grader.test("the covariance of 20,000 draws is U_ik V_jl", 1, [=] {
    Rng other{3};
    const Tensor<double> e = normal<double>({20'000, 3, 3}, other);
    const Tensor<double> z =
        draw_maps(Tensor<double>::zeros({3, 3}), a, b, e).value().reshape({20'000, 9});
    const Tensor<double> covariance = matmul(z.transpose(), z) / Tensor<double>(20'000.0);
    const Tensor<double> u = matmul(a, a.transpose()), v = matmul(b, b.transpose());
    double miss = 0, size = 0;
    for (Size i = 0; i < 9; ++i)
      for (Size j = 0; j < 9; ++j) {
        const double expected = u.at({i / 3, j / 3}) * v.at({i % 3, j % 3});
        miss += std::pow(covariance.at({i, j}) - expected, 2);
        size += expected * expected;
      }
    expect(miss < 0.05 * 0.05 * size,
           fmt::format("off by {:.0f} percent", 100 * std::sqrt(miss / size)));
  });
  grader.test("gradients reach the factors", 1, [=] {
    const GradcheckReport report =
        gradcheck("draw_maps", [=](const auto& x) { return draw_maps(x[0], x[1], x[2], noise); },
                  {mean, a, b});
    expect(report.passed, report.text);
  });

  const auto turned = [](const std::vector<double>& x) {
    return std::vector<double>{x[0], x[3], x[6], x[1], x[4], x[7], x[2], x[5], x[8]};
  };
  const auto squared = [](const std::vector<double>& x) {
    std::vector<double> result(9);
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t k = 0; k < 3; ++k) result[i * 3 + j] += x[i * 3 + k] * x[j * 3 + k];
    return result;
  };
  const auto looks_like = [=](const std::vector<double>& left, const std::vector<double>& right) {
    return [=] { return is_near(drawn(), by_hand(left, right), 1e-9); };
  };
  grader.mistake("B stands on the right, so it has to be transposed: Z = M + A E B'",
                 looks_like(fa, turned(fb)));
  grader.mistake(
      "A mixes rows and stands on the left, B mixes columns and stands on the right: yours have "
      "changed places",
      looks_like(fb, fa));
  grader.mistake(
      "A and B are roots of the covariances: A A' instead of A is the variance used as deviation "
      "once more",
      looks_like(squared(fa), squared(fb)));
}
