/// The lowest loss for logits from `low` to `high`, by trying 4,001 of them.
inline double lowest_by_trying(double x, double low, double high) {
  double best = std::log(2.0) + 1e3;
  for (int i = 0; i <= 4000; ++i) {
    const double l = low + (high - low) * i / 4000;
    best = std::min(best, std::log1p(std::exp(l)) - x * l);
  }
  return best;
}

inline void check(Grader& grader) {
  const auto right = [](double x) { return lowest_by_trying(x, 0, 1); };
  const auto compare = [=](const std::vector<double>& greys) {
    for (const double x : greys)
      expect_near(fmt::format("the lowest loss at x = {}", x), lowest_loss(x), right(x), 1e-6);
  };
  grader.test("black and dark pixels", 1, [=] { compare({0, 0.1, 0.35, 0.5}); });
  grader.test("bright and white pixels", 1, [=] { compare({0.74, 0.9, 1}); });
  grader.test("in between", 1, [=] { compare({0.55, 0.6, 0.7}); });
  grader.test("a drawn digit", 1, [=] {
    double yours = 0, expected = 0;
    for (const float x : vae::digits(1, Rng{3}).images.to_vector()) {
      yours += lowest_loss(x);
      expected += right(x);
    }
    expect_near("nats per image", yours, expected, 1e-6);
  });

  const auto is = [](const std::function<double(double)>& mistaken) {
    return [=] {
      for (const double x : {0.0, 0.1, 0.45, 0.6, 0.65, 0.8, 1.0})
        if (!is_near(lowest_loss(x), mistaken(x), 1e-5)) return false;
      return true;
    };
  };
  grader.mistake(
      "this is what a network without the bug can reach: log(x / (1 - x)) is no probability unless "
      "x is between 0.5 and 0.731",
      is([](double x) { return lowest_by_trying(x, -20, 20); }));
  grader.mistake(
      "between 0.5 and 0.731 neither end is the lowest point: there the loss has a minimum of its "
      "own",
      is([](double x) { return std::min(std::log(2.0), std::log1p(std::exp(1.0)) - x); }));
  grader.mistake(
      "this is the loss of a black pixel, log 2; brighter pixels get below it, because their logit "
      "may rise to 1",
      is([](double) { return std::log(2.0); }));
  grader.mistake(
      "a sigmoid gives 0 to 1, not -1 to 1: a negative logit is what the network cannot say",
      is([](double x) { return lowest_by_trying(x, -1, 1); }));
}
