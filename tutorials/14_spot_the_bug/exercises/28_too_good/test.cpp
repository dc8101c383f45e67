inline void check(Grader& grader) {
  const auto integral = [](const auto& log_prior) {  // of exp(log p(z)) over one z, by trapezoids
    const Tensor<double> z = Tensor<double>::linspace(-20, 20, 4001).reshape({4001, 1});
    return 0.01 * sum(exp(log_prior(z).value())).item();
  };
  const auto mass = [=] { return integral(mended_log_prior); };
  const auto at = [](double first, double second) {
    return mended_log_prior(Tensor<double>::matrix({{first, second}})).item();
  };
  const auto by_hand = [](double a, double b) {
    return -std::log(2 * std::numbers::pi) - (a * a + b * b) / 2;
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("the integral that faulty_log_prior shows", integral(faulty_log_prior),
                std::sqrt(2.0));
    // Two codes say p = 0.1 and p = 0.9. Is a grey pixel of 0.5 cheaper than one that is tossed?
    const double grey = -std::log(0.5 * std::sqrt(0.1 * 0.9) + 0.5 * std::sqrt(0.9 * 0.1));
    const double tossed = -std::log(0.5 * 0.1 + 0.5 * 0.9);
    expect(grey > tossed, fmt::format("grey {:.2f} nats, tossed {:.2f}", grey, tossed));
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the density of N(0, I), with the integral 1", 2, [=] {
    expect_near("the integral", mass(), 1, 1e-9);
    for (const auto& [first, second] :
         std::vector<std::pair<double, double>>{{0, 0}, {1, -2}, {3, 0.5}})
      expect_near(fmt::format("log p({}, {})", first, second), at(first, second),
                  by_hand(first, second), 1e-10);
  });

  const std::pair<char, const char*> others[] = {
      {'a',
       "not a): log p(x) is convex in the pixels, so the same model pays for grey ones at least "
       "what it pays for tossed ones on average; with codes that say p = 0.1 and 0.9 a pixel of "
       "0.5 costs 1.20 nats grey and 0.69 tossed"},
      {'b',
       "not b): the logarithm of an average lies below log p(x) on average, with any number of "
       "samples"},
      {'c',
       "not c): its last loop goes through the test images; and that is not what the integral "
       "measures"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "now it is a density, but that of N(0, 2): the prior that samples are drawn from is N(0, 1)",
      [=] { return is_near(at(1, -2), -std::log(4 * std::numbers::pi) - 1.25, 1e-9); });
  grader.mistake(
      "the constant log(2 pi) / 2 does not matter for training, but it does for a number to be "
      "compared: without it 50 dimensions are 46 nats too good",
      [=] { return is_near(mass(), std::sqrt(2 * std::numbers::pi), 1e-9); });
  grader.mistake(
      "a mean over the dimensions: with one of them it looks right, with L it is L times "
      "too small",
      [=] { return is_near(at(1, -2), by_hand(1, -2) / 2, 1e-9); });
}
