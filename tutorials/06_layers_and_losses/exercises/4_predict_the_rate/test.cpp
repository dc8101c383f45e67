inline void check(Grader& grader) {
  // The slope of each loss with respect to one logit that all pixels share.
  const auto slope = [](const std::function<Var<double>(const Var<double>&)>& reduce) {
    Rng rng{1};
    const Tensor<double> pixels = uniform<double>({32, 784}, rng);
    Tape<double> tape;
    const Var<double> logit = tape.watch(Tensor<double>(0.3));
    const Var<double> losses =
        -bernoulli_log_prob(broadcast_to(logit, {32, 784}), Var<double>(pixels));
    return tape.gradients(reduce(losses))[logit].item();
  };
  const double per_image = slope([](const auto& losses) { return mean(sum(losses, 1)); });
  const double rate_sum = 0.1 * per_image / slope([](const auto& losses) { return sum(losses); });
  const double rate_mean = 0.1 * per_image / slope([](const auto& losses) { return mean(losses); });
  const auto step_of = [=](double rate, double right) {
    expect(std::abs(rate / right - 1) < 1e-6,
           fmt::format("with your rate a step is {:.4g} times as long as before", rate / right));
  };
  grader.test("the rate for the sum", 1, [=] { step_of(predict_rates().sum, rate_sum); });
  grader.test("the rate for the mean", 2, [=] { step_of(predict_rates().mean, rate_mean); });

  const auto is = [](double sum, double mean) {
    return [=] {
      return is_near(predict_rates().sum, sum, 1e-9) && is_near(predict_rates().mean, mean, 1e-9);
    };
  };
  grader.mistake(
      "the wrong way up: the sum is 32 times as large, so its steps are too long and the rate must "
      "be smaller",
      is(0.1 * 32, 0.1 / 784));
  grader.mistake(
      "32 and 784 are exchanged: per_image is a mean over the images already, and a sum over the "
      "pixels",
      is(0.1 / 784, 0.1 * 32));
  grader.mistake(
      "sum and mean differ by 32 * 784, but the rate 0.1 belongs to neither of them: per_image "
      "lies "
      "between",
      is(0.1 / (32 * 784), 0.1 * (32 * 784)));
}
