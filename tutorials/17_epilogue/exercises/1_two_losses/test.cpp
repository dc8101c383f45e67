inline void check(Grader& grader) {
  const std::vector<double> r{2, -0.5, 1}, f{-1, 0.3, 0.8};
  const Tensor<double> real = Tensor<double>::from({3, 1}, r),
                       fake = Tensor<double>::from({3, 1}, f);
  const auto average = [](const std::vector<double>& logits, const auto& of_probability) {
    double sum = 0;
    for (const double l : logits) sum += of_probability(1 / (1 + std::exp(-l))) / 3;
    return sum;
  };
  const auto yes = [](double d) { return -std::log(d); };
  const auto no = [](double d) { return -std::log(1 - d); };
  const double critic = average(r, yes) + average(f, no), generator = average(f, yes);
  const auto received = [=] { return losses(real, fake); };

  grader.test("the critic's loss", 1,
              [=] { expect_near("the loss", received().critic.item(), critic, 1e-12); });
  grader.test("the generator's loss", 1,
              [=] { expect_near("the loss", received().generator.item(), generator, 1e-12); });
  grader.test("the generator's gradient is D - 1, a mean", 1, [=] {
    Tape<double> tape;
    const Var<double> logits = tape.watch(fake);
    const Tensor<double> g =
        tape.gradients(losses(Var<double>(real), logits).generator)[logits].value();
    expect_near("dloss/dlogits", g, (sigmoid(fake) - 1.0) / 3.0, 1e-12);
  });
  grader.test("logits of 2000, all of them wrong", 1, [] {
    const Tensor<double> far = Tensor<double>::full({3, 1}, 2000.0);
    const Losses l = losses(-far, far);
    expect_near("the critic's loss", l.critic.item(), 4000, 1e-9);
    expect_near("the generator's, with -2000", losses(far, -far).generator.item(), 2000, 1e-9);
  });

  const auto gives = [=](double c, double g) {
    return [=] {
      const Losses l = received();
      return is_near(l.critic.item(), c, 1e-9) && is_near(l.generator.item(), g, 1e-9);
    };
  };
  grader.mistake(
      "this is the generator's loss of the theory, log(1 - D(fake)): it is flat where the critic "
      "is "
      "sure, so a generator that is behind learns nothing",
      gives(critic, -average(f, no)));
  grader.mistake(
      "the labels are exchanged: the critic is to say yes to real points and no to generated ones, "
      "and the generator wants a yes",
      gives(average(r, no) + average(f, yes), average(f, no)));
  grader.mistake(
      "the generator works for the critic: both lose when D(fake) rises, and nobody wants to look "
      "real",
      gives(critic, average(f, no)));
  grader.mistake(
      "a sigmoid of 2000 is exactly 1, and log(1 - 1) is minus infinity: work with the logits",
      [=] {
        const Tensor<double> far = Tensor<double>::full({3, 1}, 2000.0);
        return gives(critic, generator)() && !std::isfinite(losses(-far, far).critic.item());
      });
}
