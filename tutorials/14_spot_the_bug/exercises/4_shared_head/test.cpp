inline void check(Grader& grader) {
  Rng rng{2};
  const Tensor<double> h = normal<double>({200, 6}, rng);
  const auto correlation = [=](const vae::Normal<double>& q) {
    const Tensor<double> a = q.mean.value() - mean(q.mean.value());
    const Tensor<double> b = q.log_var.value() - mean(q.log_var.value());
    return sum(a * b).item() / std::sqrt(sum(a * a).item() * sum(b * b).item());
  };
  const auto column = [=](const Tensor<double>& part, Size from) {  // how far it is from h's
    double worst = 0;
    for (Size i = 0; i < 200; ++i)
      for (Size j = 0; j < 3; ++j)
        worst = std::max(worst, std::abs(part.at({i, j}) - h.at({i, from + j})));
    return worst;
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("the correlation in faulty_posterior", correlation(faulty_posterior(h)), 1, 1e-12);
    expect(letter == 'b', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the first half of the columns are means, the second log-variances", 1, [=] {
    const vae::Normal<double> q = mended_posterior(h);
    expect(q.mean.shape() == Shape{200, 3} && q.log_var.shape() == Shape{200, 3},
           "mean and log_var have shapes " + q.mean.shape().text() + " and " +
               q.log_var.shape().text() + ", [200, 3] is needed");
    expect_near("correlation of mean and log-variance", correlation(q), 0, 0.2);
    expect_near("the means, less h's first columns", column(q.mean.value(), 0), 0);
    expect_near("the log-variances, less h's last columns", column(q.log_var.value(), 3), 0);
  });
  grader.test("each column of h has a gradient of its own", 1, [=] {
    Tape<double> tape;
    const Var<double> leaf = tape.watch(h);
    const vae::Normal<double> q = mended_posterior(leaf);
    const Tensor<double> g = tape.gradients(sum(q.mean) + 2.0 * sum(q.log_var))[leaf].value();
    for (Size j = 0; j < 6; ++j) expect_near("the gradient", g.at({0, j}), j < 3 ? 1 : 2);
  });

  const std::pair<char, const char*> others[] = {
      {'a',
       "not a): training cannot separate two names of one tensor: the correlation is 1.000 after "
       "any number of steps"},
      {'c', "not c): size does not correlate two numbers; and the difference is exactly 0"},
      {'d', "not d): a log-variance may be any number: below 0 the variance is below 1"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "one is still a function of the other: the correlation is 1 or -1, and half of h is not read",
      [=] {
        const vae::Normal<double> q = mended_posterior(h);
        return std::abs(correlation(q)) > 0.999 && column(q.mean.value(), 0) == 0;
      });
  grader.mistake(
      "a constant log-variance correlates with nothing, but the encoder has no say in it either: "
      "its columns of h are still not read",
      [=] { return max(abs(mended_posterior(h).log_var.value())).item() == 0; });
}
