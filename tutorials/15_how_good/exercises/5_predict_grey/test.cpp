inline void check(Grader& grader) {
  const auto log_p = [](double a, double b) {
    double sum = 0;
    for (const double p : {0.9, 0.1}) {
      const auto pixel = [p](double x) { return x * std::log(p) + (1 - x) * std::log(1 - p); };
      sum += 0.5 * std::exp(pixel(a) + pixel(b));
    }
    return std::log(sum);
  };
  double average = 0, probability = 0;
  for (const double a : {0.0, 1.0})
    for (const double b : {0.0, 1.0}) {
      average += log_p(a, b) / 4;
      probability += std::exp(log_p(a, b)) / 4;
    }
  const double grey = log_p(0.5, 0.5);

  grader.test("the grey image", 1, [=] { expect_near("grey", predict().grey, grey, 1e-3); });
  grader.test("the tossed images", 1,
              [=] { expect_near("tossed", predict().tossed, average, 1e-3); });
  grader.test("their order: grey is never above", 1, [=] {
    const Prediction p = predict();
    expect(p.grey < p.tossed, fmt::format("you say grey {:.3f}, tossed {:.3f}", p.grey, p.tossed));
  });

  const auto says = [](double a, double b) {
    return [=] { return is_near(predict().grey, a, 1e-3) && is_near(predict().tossed, b, 1e-3); };
  };
  grader.mistake(
      "it is linear in x for one z, but log p(x) is the logarithm of a mean over z: a tossed image "
      "tells more about z than a grey one",
      says(grey, grey));
  grader.mistake(
      "you took the logarithm of the average probability, which is 1/4 for any model: the average "
      "is that of the logarithms",
      says(grey, std::log(probability)));
  grader.mistake("these are the right numbers, exchanged", says(average, grey));
}
