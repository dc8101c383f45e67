using LossOfParts = Var<double> (*)(const Var<double>&, const Var<double>&);

/// The loss after 30 steps of gradient descent in m, the mean of q(z|x) = N(m, 1/2).
inline double after_training(LossOfParts loss) {
  double m = 0, value = 0;
  for (int step = 0; step <= 30; ++step) {
    Tape<double> tape;
    const Var<double> leaf = tape.watch(Tensor<double>::vector({m}));
    const double log_two_pi = std::log(2 * std::numbers::pi);
    const Var<double> log_prob = -0.5 * (log_two_pi + square(2.0 - leaf) + 0.5);
    const Var<double> kl = 0.5 * (square(leaf) + 0.5 - 1.0 + std::log(2.0));
    const Var<double> now = loss(log_prob, kl);
    value = now.item();
    m -= 0.1 * tape.gradients(now)[leaf].item();
  }
  return value;
}

inline void check(Grader& grader) {
  const auto loss_of = [](double log_prob, double kl) {
    return mended_loss(Tensor<double>::vector({log_prob, -3}), Tensor<double>::vector({kl, 2}))
        .item();
  };
  grader.test("the cause", 1, [] {
    const char letter = cause();
    // m - 1 begins at -1 and grows by a factor of 1.2 in each step.
    const double floor = 0.5 * std::log(4 * std::numbers::pi) + 1;
    expect_near("what faulty_loss shows", after_training(faulty_loss), -std::pow(1.2, 60) - floor);
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the loss of two images, by hand", 1, [=] {
    expect_near("the loss", loss_of(-90, 20), ((90 + 20) + (3 + 2)) / 2.0);
    expect_near("the loss where densities exceed 1", loss_of(40, 20), ((-40 + 20) + (3 + 2)) / 2.0);
  });
  grader.test("training ends at -log p(x)", 1, [] {  // x ~ N(0, 2), because q can be exact here
    expect_near("the loss", after_training(mended_loss), 0.5 * std::log(4 * std::numbers::pi) + 1);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): with steps of 0.001 the loss falls below every number as well, only later"},
      {'b', "not b): the KL here is (m^2 - 1/2 + log 2) / 2, which is never negative"},
      {'c', "not c): the variance of p(x|z) is 1 and nothing changes it; m alone runs away"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "half of it: now the KL is rewarded, and q can run away from the prior as far as it likes",
      [=] { return is_near(loss_of(-90, 20), (90 - 20 + 3 - 2) / 2.0, 1e-9); });
  grader.mistake("half of it: the KL is charged now, but the worst reconstruction still wins",
                 [=] { return is_near(loss_of(-90, 20), (-90 + 20 - 3 + 2) / 2.0, 1e-9); });
  grader.mistake(
      "the absolute value has the right sign only while the ELBO is negative: densities of a good "
      "model exceed 1, and from there on it would be punished for getting better",
      [=] { return is_near(loss_of(-90, 20), 57.5, 1e-9) && loss_of(40, 20) > 0; });
}
