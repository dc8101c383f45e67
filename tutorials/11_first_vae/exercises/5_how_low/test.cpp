inline void check(Grader& grader) {
  Rng rng{2};
  std::vector<double> values;  // sixteenths, so that the best p is one of those tried
  for (int i = 0; i < 40; ++i) values.push_back(static_cast<double>(rng.below(15) + 1) / 16);
  const Tensor<double> grey = Tensor<double>::from({4, 10}, values);
  values.insert(values.end(), {0, 1, 0, 0, 1, 1, 0, 0, 1, 0});
  const Tensor<double> all = Tensor<double>::from({5, 10}, values);
  const auto searched = [](const Tensor<double>& x) {
    double total = 0;
    for (const double v : x.to_vector()) {
      double best = v == 0 || v == 1 ? 0 : 1e9;
      for (double p = 1.0 / 16; p < 1; p += 1.0 / 16)
        best = std::min(best, -v * std::log(p) - (1 - v) * std::log(1 - p));
      total += best;
    }
    return total / static_cast<double>(x.shape()[0]);
  };

  grader.test("grey images", 2,
              [=] { expect_near("nats per image", lowest(grey), searched(grey), 1e-9); });
  grader.test("black and white pixels among them", 1,
              [=] { expect_near("nats per image", lowest(all), searched(all), 1e-9); });
  grader.test("no logits do better", 1, [=] {
    Rng noise{3};
    const Tensor<double> at_best = log(grey / (1.0 - grey));
    const double floor = lowest(grey);
    for (const double step : {0.0, 0.1, 1.0}) {
      const Tensor<double> logits = at_best + step * normal<double>(grey.shape(), noise);
      const double nats = -mean(sum(bernoulli_log_prob(logits, grey), 1)).item();
      expect(nats > floor - 1e-9, fmt::format("logits reach {:.6f}, below {:.6f}", nats, floor));
    }
    expect_near("what the best logits reach", floor,
                -mean(sum(bernoulli_log_prob(at_best, grey), 1)).item(), 1e-9);
  });

  const auto is = [=](double factor) {
    return [=] { return is_near(lowest(grey), searched(grey) * factor, 1e-9); };
  };
  grader.mistake(
      "0 * log(0) is 0 in the limit, but NaN for a computer: black and white pixels "
      "cost nothing",
      [=] { return std::isnan(lowest(all)); });
  grader.mistake("this is the right number in bits; a nat takes the natural logarithm",
                 is(1 / std::log(2)));
  grader.mistake("the pixels of an image are added: this is the mean over pixels", is(0.1));
  grader.mistake(
      "a grey pixel costs something even if its value is known: with p = x it costs its entropy, "
      "and 0 is out of reach",
      is(0));
  grader.mistake("you count x log p and forget (1 - x) log(1 - p), the other side of the coin",
                 [=] {
                   const double one = -sum(grey * log(grey)).item() / 4;
                   return is_near(lowest(grey), one, 1e-9);
                 });
}
