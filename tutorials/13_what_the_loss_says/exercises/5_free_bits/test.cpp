inline void check(Grader& grader) {
  // Dimension 0 is used by every image, 1 by one of them (its mean is above 0.5), 2 by one as well
  // (its mean is below), 3 by nobody.
  const std::vector<double> values{2, 1.9, 0.9, 0, 3, 0.1, 0, 0.1, 1.5, 0.2, 0.3, 0.2};
  const Tensor<double> kl = Tensor<double>::from({3, 4}, values);
  const auto means = [=] {
    std::vector<double> result(4);
    for (std::size_t i = 0; i < 12; ++i) result[i % 4] += values[i] / 3;
    return result;
  }();
  const auto expected = [=](double free_nats) {
    double total = 0;
    for (const double mean : means) total += std::max(mean, free_nats);
    return total;
  };
  const auto received = [=](double free_nats) {
    return spared_kl(Var<double>(kl), free_nats).value();
  };

  grader.test("a scalar of the right value", 1, [=] {
    expect(received(0.5).numel() == 1,
           fmt::format("one number for the batch, not {}", received(0.5).shape().text()));
    expect_near("the spared KL", received(0.5).item(), expected(0.5), 1e-12);
  });
  grader.test("without free bits it is the KL", 1,
              [=] { expect_near("the KL", received(0).item(), expected(0), 1e-12); });
  grader.test("no dimension costs less than its allowance", 1,
              [=] { expect_near("the spared KL", received(100).item(), 400, 1e-12); });
  grader.test("the gradient is 1/3 where the mean is above the allowance, and 0 below", 1, [=] {
    Tape<double> tape;
    const Var<double> x = tape.watch(kl);
    const std::vector<double> g = tape.gradients(spared_kl(x, 0.5))[x].value().to_vector();
    for (std::size_t i = 0; i < 12; ++i)
      expect_near(fmt::format("the gradient of image {}, dimension {}", i / 4, i % 4), g[i],
                  means[i % 4] > 0.5 ? 1.0 / 3 : 0, 1e-12);
  });

  double per_image = 0, least = 0;
  for (const double value : values) per_image += std::max(value, 0.5) / 3;
  for (const double mean : means) least += std::min(mean, 0.5);
  const auto gives = [=](double value) {
    return [=] { return received(0.5).numel() == 1 && is_near(received(0.5).item(), value, 1e-9); };
  };
  grader.mistake(
      "a dimension is judged by its mean over the batch: you judge every image by itself, and one "
      "image may have less to say than another",
      gives(per_image));
  grader.mistake(
      "the allowance is one for each dimension: yours is for all together, so one loud dimension "
      "uses it up for the silent ones",
      gives(std::max(expected(0), 4 * 0.5)));
  grader.mistake(
      "this is the smaller of the two: a loud dimension would cost nothing more, and a silent one "
      "would still be pushed down",
      gives(least));
}
