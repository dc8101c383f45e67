inline void check(Grader& grader) {
  // The average over z ~ N(m, v) of log(2 pi) / 2 + (x - z)^2 / 2, and the KL of N(m, v).
  const auto expected = [](double m, double v, double x) {
    return 0.5 * (std::log(2 * std::numbers::pi) + (x - m) * (x - m) + v);
  };
  const auto kl = [](double m, double v) { return 0.5 * (m * m + v - 1 - std::log(v)); };
  const auto average = [](const auto& loss, double m, double v, double x) {
    const Shape shape{20'000, 1};
    Rng rng{3};
    Tape<double> tape;
    const Var<double> mean = tape.watch(Tensor<double>::full(shape, m));
    const Var<double> log_var = tape.watch(Tensor<double>::full(shape, std::log(v)));
    const Var<double> of_rows =
        loss(vae::Normal<double>{mean, log_var}, Var<double>(Tensor<double>::full(shape, x)), rng);
    const Gradients<double> g = tape.gradients(gradus::mean(of_rows), Keep::yes);
    return std::array{gradus::mean(of_rows).item(), sum(g[mean]).item(), sum(g[log_var]).item()};
  };
  const auto mended = [=](double m, double v, double x) { return average(mended_loss, m, v, x); };
  const double room = 0.035;  // five standard errors of 20,000 samples

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const std::array<double, 3> shown = average(faulty_loss, 1, 1, 2);
    expect_near("the loss of faulty_loss", shown[0], 0.5 * std::log(2 * std::numbers::pi) + 1);
    expect_near("its slope in log_var", shown[2], 0);
    expect(letter == 'a', fmt::format("{}) is not the cause", letter));
  });
  grader.test("with the true posterior N(x / 2, 1/2) the bound is -log p(x)", 1, [=] {
    for (const double x : {2.0, -1.0})
      expect_near("the loss", mended(x / 2, 0.5, x)[0],
                  0.5 * std::log(4 * std::numbers::pi) + x * x / 4, room);
  });
  grader.test("there, and only there, its slopes are 0", 1, [=] {
    expect_near("the slope in the mean", mended(1, 0.5, 2)[1], 0, room);
    expect_near("the slope in log_var", mended(1, 0.5, 2)[2], 0, room);
    expect_near("the slope in log_var, at 0", mended(1, 1, 2)[2], 0.5, room);
  });

  const std::pair<char, const char*> others[] = {
      {'b',
       "not b): turned round, the KL would be a reward, and log_var would run away instead of "
       "resting at 0"},
      {'c', "not c): gaussian_log_prob has it; without it both numbers would be smaller by 0.919"},
      {'d', "not d): kl_to_standard_normal is the KL to N(0, 1), which is the prior here"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "noise of deviation 1 is added whatever log_var says, so the reconstruction still does not "
      "depend on it",
      [=] { return is_near(mended(1, 0.5, 2)[0], expected(1, 1, 2) + kl(1, 0.5), room); });
  grader.mistake(
      "without the KL nothing draws log_var to 0, so that symptom is gone; but now the loss is no "
      "bound at all, it pays nothing for the code",
      [=] { return mended(1, 0.5, 2)[0] < expected(1, 0.5, 2) + room; });
}
