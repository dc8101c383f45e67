inline void check(Grader& grader) {
  const double products = 0.8, gain = 1.6;
  const auto speedup = [=](double factor) { return 1 / (1 - products + products / factor); };
  double low = 0, high = 1;  // the rest, by bisection
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (1 / (middle + (1 - middle) / 2) > gain ? low : high) = middle;
  }

  grader.test("products twice as fast", 1,
              [=] { expect_near("the step", predict().twice, speedup(2), 5e-3); });
  grader.test("products in no time", 1,
              [=] { expect_near("the step", predict().infinite, speedup(1e12), 5e-3); });
  grader.test("what gains nothing from the second thread", 1, [=] {
    const double rest = predict().rest;
    expect(std::abs(rest - low) < 5e-3,
           fmt::format("the rest: your value {:.4f}, true value {:.4f}", rest, low));
  });

  const auto says = [](double Prediction::*part, double value) {
    return [=] { return is_near(predict().*part, value, 1e-2); };
  };
  grader.mistake(
      "1.8 adds up speeds (0.8 times 2 and 0.2 times 1): what adds up is time, and the slow part "
      "keeps all of its own",
      says(&Prediction::twice, 1 - products + 2 * products));
  grader.mistake(
      "these are the times that are left, not how many times as fast the step is: divide the old "
      "time by the new one",
      says(&Prediction::infinite, 1 - products));
  grader.mistake(
      "0.4 is what is missing from the factor 2, and no share of the time: on two threads the "
      "program takes 1 / 1.6 of its time",
      [=] { return std::abs(predict().rest - (2 - gain)) < 1e-2; });
}
