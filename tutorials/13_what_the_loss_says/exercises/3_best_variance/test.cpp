inline void check(Grader& grader) {
  Rng rng{3};
  const Tensor<double> x = uniform<double>({4, 6}, rng), y = uniform<double>({4, 6}, rng);
  const std::vector<double> a = x.to_vector(), b = y.to_vector();
  // The mean over the images of log p(x), by a loop.
  const auto log_p = [=](double log_var) {
    double total = 0;
    for (std::size_t i = 0; i < 24; ++i)
      total -= 0.5 * (std::log(2 * std::numbers::pi) + log_var +
                      (a[i] - b[i]) * (a[i] - b[i]) / std::exp(log_var));
    return total / 4;
  };
  // A function of all squared differences, the best one by halving an interval around the top.
  const auto best = [=] {
    double low = -10, high = 10;
    for (int i = 0; i < 200; ++i) {
      const double third = (high - low) / 3;
      (log_p(low + third) < log_p(high - third) ? low += third : high -= third);
    }
    return 0.5 * (low + high);
  };

  grader.test("the value, against a search", 1,
              [=] { expect_near("log_var", best_log_var(y, x), best(), 1e-6); });
  grader.test("no other log_var is better", 1, [=] {
    const double l = best_log_var(y, x);
    for (const double step : {-0.5, -0.01, 0.01, 0.5})
      expect(log_p(l + step) < log_p(l),
             fmt::format("log p is {:.6f} at your log_var and {:.6f} at {:+.2f} from it", log_p(l),
                         log_p(l + step), step));
  });
  grader.test("errors of 0.1 everywhere: the deviation is 0.1", 1, [] {
    const Tensor<double> zeros = Tensor<double>::zeros({3, 5});
    expect_near("exp(log_var / 2)",
                std::exp(0.5 * best_log_var(zeros, Tensor<double>::full({3, 5}, 0.1))), 0.1, 1e-9);
  });
  grader.test("the derivative with respect to log_var is 0 there", 1, [=] {
    Tape<double> tape;
    const Var<double> l = tape.watch(Tensor<double>(best_log_var(y, x)));
    const Var<double> p = mean(nn::gaussian_log_prob(Var<double>(y), l, Var<double>(x)));
    expect_near("d log p / d log_var", tape.gradients(p)[l].value().item(), 0, 1e-9);
  });

  double squares = 0, distance = 0, logs = 0;
  for (std::size_t i = 0; i < 24; ++i) {
    squares += (a[i] - b[i]) * (a[i] - b[i]);
    distance += std::abs(a[i] - b[i]);
    logs += std::log((a[i] - b[i]) * (a[i] - b[i]));
  }
  const auto gives = [=](double value) {
    return [=] { return is_near(best_log_var(y, x), value, 1e-9); };
  };
  grader.mistake(
      "this is the logarithm of the deviation: log_var is the logarithm of its square, twice that",
      gives(0.5 * std::log(squares / 24)));
  grader.mistake(
      "the squared error of a whole image is D times as large as a pixel's, and the variance is "
      "that of a pixel",
      gives(std::log(squares / 4)));
  grader.mistake(
      "the mean of the logarithms is not the logarithm of the mean: small errors would pull it to "
      "minus infinity",
      gives(logs / 24));
  grader.mistake("this is made of |x - y|: the best variance is a mean of squares",
                 gives(2 * std::log(distance / 24)));
}
