/// The estimate, with a prior exp(-scale z^2) / sqrt(2 pi), and with its parts switched on or off.
struct Parts {
  double scale = 0.5, density = 1;
  bool logs = false, divided = true;
};
inline double estimate_with(const Parts& parts, double x, int k, Rng& rng) {
  double sum = 0;
  const double half_log = 0.5 * std::log(2 * std::numbers::pi);
  for (int i = 0; i < k; ++i) {
    const double eps = rng.normal(), z = x / 2 + eps;
    const double log_joint = -parts.scale * z * z - 0.5 * (x - z) * (x - z) - 2 * half_log;
    const double log_weight = log_joint + parts.density * (0.5 * eps * eps + half_log);
    sum += parts.logs ? log_weight : std::exp(log_weight);
  }
  if (parts.logs) return sum / k;
  return std::log(parts.divided ? sum / k : sum);
}

inline void check(Grader& grader) {
  const auto with = [](const Parts& parts) -> Estimator {
    return [=](double x, int k, Rng& rng) { return estimate_with(parts, x, k, rng); };
  };
  const Estimator honest = with({}), logs = with({.logs = true}), sum = with({.divided = false}),
                  prior = with({.scale = 0.25}), no_q = with({.density = 0});

  grader.test("the honest estimator passes", 1, [=] {
    expect(is_honest(honest), "you reject the estimator that does what it says");
  });
  const auto caught = [&](const std::string& name, const Estimator& estimator) {
    grader.test(name, 1,
                [=] { expect(!is_honest(estimator), "your test lets this estimator through"); });
  };
  caught("the mean of the logarithms", logs);
  caught("a sum instead of a mean", sum);
  caught("a prior that is no density", prior);
  caught("no division by q", no_q);

  const auto lets_through = [=](bool by_logs, bool by_sum, bool by_prior, bool by_no_q) {
    return [=] {
      return is_honest(honest) && is_honest(logs) == by_logs && is_honest(sum) == by_sum &&
             is_honest(prior) == by_prior && is_honest(no_q) == by_no_q;
    };
  };
  grader.mistake(
      "with k = 1 the mean of logarithms is the logarithm of the mean, and log k is 0: try many "
      "draws as well",
      lets_through(true, true, false, true));
  grader.mistake(
      "that it rises with k is necessary, not sufficient: compare it with log p(x), which is known "
      "here",
      lets_through(false, true, true, true));
  grader.mistake(
      "a bound that is never above log p(x) may still be far below it: with 2,000 draws it has to "
      "come near",
      lets_through(true, false, false, true));
  grader.mistake(
      "one nat is no small difference, models are told apart by half of one: 2,000 draws are good "
      "to about 0.01",
      lets_through(true, false, true, false));
}
