inline double squared_distance(double x) { return (x - 0.45) * (x - 0.45); }

inline void check(Grader& grader) {
  const double logit = 0.8;
  const auto probability = [](double l) { return 1 / (1 + std::exp(-l)); };
  const auto sides = [=] {
    return score_estimates(squared_distance, logit, Tensor<double>::vector({0, 1})).to_vector();
  };
  // d log p(x) / d logit by differences, times the cost.
  const auto by_differences = [=](double x) {
    const auto log_p = [=](double l) {
      return std::log(x > 0 ? probability(l) : 1 - probability(l));
    };
    return squared_distance(x) * (log_p(logit + 1e-5) - log_p(logit - 1e-5)) / 2e-5;
  };

  grader.test("a toss that came up 1", 1,
              [=] { expect_near("the estimate", sides()[1], by_differences(1), 1e-8); });
  grader.test("a toss that came up 0", 1,
              [=] { expect_near("the estimate", sides()[0], by_differences(0), 1e-8); });
  grader.test("weighted by how often they come up, they add up to the slope", 1, [=] {
    const auto average = [=](double l) {
      return probability(l) * squared_distance(1) + (1 - probability(l)) * squared_distance(0);
    };
    const double p = probability(logit);
    expect_near("d E[cost] / d logit", p * sides()[1] + (1 - p) * sides()[0],
                (average(logit + 1e-5) - average(logit - 1e-5)) / 2e-5, 1e-8);
  });
  grader.test("100,000 tosses", 1, [=] {
    const auto cost = [](double x) { return 3 + x; };
    Rng rng{2};
    const double p = probability(-0.5);
    const Tensor<double> coins = bernoulli(Tensor<double>::full({100'000}, p), rng);
    const double slope = gradus::mean(score_estimates(cost, -0.5, coins)).item();
    // Five standard errors: one toss is off by at most 4.
    expect_near("d E[3 + x] / d logit", slope, p * (1 - p), 20 / std::sqrt(1e5));
  });

  const auto gives = [=](double zero, double one) {
    return [=] { return is_near(sides()[0], zero, 1e-9) && is_near(sides()[1], one, 1e-9); };
  };
  const double p = probability(logit), c0 = squared_distance(0), c1 = squared_distance(1);
  grader.mistake(
      "this is the slope of p(x), not of log p(x): each toss already comes up with probability "
      "p(x), which makes the difference",
      gives(-c0 * p * (1 - p), c1 * p * (1 - p)));
  grader.mistake("tosses that came up 0 count as well: their score is -p, not 0",
                 gives(0, c1 * (1 - p)));
  grader.mistake("the score is x minus the probability sigmoid(logit), not x minus the logit",
                 gives(-c0 * logit, c1 * (1 - logit)));
  grader.mistake(
      "this differentiates nothing: the cost alone averages to E[cost], not to its slope",
      gives(c0, c1));
}
