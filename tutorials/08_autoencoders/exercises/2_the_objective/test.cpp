inline void check(Grader& grader) {
  const Size rows = 3, columns = 4;
  const std::vector<double> y{0.1, 0.9, 0.4, 0.3, 0.8, 0.2, 0.6, 0.5, 0.7, 0.1, 0.2, 0.9};
  const std::vector<double> x{0, 1, 1, 0, 1, 0, 1, 0, 0.5, 0, 0, 1};
  const Tensor<double> a = Tensor<double>::from({rows, columns}, y);
  const Tensor<double> b = Tensor<double>::from({rows, columns}, x);
  double all = 0, roots = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    double row = 0;
    for (std::size_t j = 4 * i; j < 4 * i + 4; ++j) row += (y[j] - x[j]) * (y[j] - x[j]);
    all += row;
    roots += std::sqrt(row);
  }
  const auto received = [=] { return sum(objective(a, b)).item(); };

  grader.test("three images", 1, [=] {
    expect(objective(a, b).value().numel() == 1, "one number is wanted");
    expect_near("the error", received(), all / 3, 1e-12);
  });
  grader.test("the same images twice", 1, [=] {
    const Tensor<double> twice =
        objective(concat(std::vector{a, a}, 0), concat(std::vector{b, b}, 0)).value();
    expect_near("the error", sum(twice).item(), all / 3, 1e-12);
  });
  grader.test("its gradient", 1, [=] {
    Tape<double> tape;
    const Var<double> v = tape.watch(a);
    const Tensor<double> g = tape.gradients(sum(objective(v, b)))[v].value();
    expect_near("d error / d reconstruction", g, Tensor<double>(2.0 / 3) * (a - b), 1e-12);
  });
  const auto gives = [=](double value) {
    return [=] { return is_near(received(), value, 1e-12); };
  };
  grader.mistake(
      "the error is averaged over pixels too: it is 1 / D of what was asked, and in chapter 11 a "
      "KL beside it would weigh D times too much",
      gives(all / 12));
  grader.mistake(
      "the error is summed over the batch: twice the batch would make every step twice as large",
      gives(all));
  grader.mistake(
      "this is the mean distance, not the mean squared distance: the root has a slope that is "
      "infinite at 0",
      gives(roots / 3));
}
