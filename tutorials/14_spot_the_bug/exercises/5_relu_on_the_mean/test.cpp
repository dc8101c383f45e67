inline void check(Grader& grader) {
  Rng rng{3};
  const Tensor<double> h = normal<double>({10'000, 1}, rng);
  const auto smallest = [](const Tensor<double>& t) { return -max(-t).item(); };
  const auto slopes = [=](const auto& f) {
    Tape<double> tape;
    const Var<double> leaf = tape.watch(h);
    return tape.gradients(sum(f(leaf)))[leaf].value();
  };
  const auto codes = [=] { return mended_mean(h).value(); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const Tensor<double> shown = faulty_mean(h).value();
    expect_near("the smallest code of faulty_mean", smallest(shown), 0);
    expect_near("the average code", mean(shown).item(), 1 / std::sqrt(2 * std::numbers::pi), 0.03);
    expect_near("the share of gradients", mean(slopes(faulty_mean)).item(), 0.5, 0.03);
    expect(letter == 'a', fmt::format("{}) is not the cause", letter));
  });
  grader.test("codes fill the line as the prior does", 1, [=] {
    double below = 0;
    for (const double z : codes().to_vector()) below += z < -1;
    expect_near("the average code", mean(codes()).item(), 0, 0.05);
    // N(0, 1) is below -1 with the probability 0.1587.
    expect_near("the share of codes below -1", below / 1e4, 0.1587, 0.02);
  });
  grader.test("no gradient is lost", 1, [=] {
    expect_near("d mean / dh", slopes(mended_mean), Tensor<double>::ones({10'000, 1}), 1e-12);
  });

  const std::pair<char, const char*> others[] = {
      {'b',
       "not b): h itself is negative half of the time, as the statement says; so are the weights"},
      {'c', "not c): the KL pulls means towards 0, and there is no KL in this function"},
      {'d', "not d): a weighted sum of positive pixels can have either sign: weights have both"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "a leaky relu lets negative numbers through, but a hundred times smaller: the codes still "
      "live on one side",
      [=] { return smallest(codes()) < 0 && smallest(codes()) > 0.05 * smallest(h); });
  grader.mistake(
      "shifted, the average is 0; but all the codes that were 0 are now -0.4, and they still have "
      "no gradient",
      [=] {
        return std::abs(mean(codes()).item()) < 0.05 &&
               is_near(mean(slopes(mended_mean)).item(), 0.5, 0.03);
      });
  grader.mistake(
      "tanh has both signs, but no code beyond 1: a third of what the prior draws lies there",
      [=] { return max(abs(codes())).item() <= 1 && smallest(codes()) < -0.9; });
}
