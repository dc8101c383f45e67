inline void check(Grader& grader) {
  using Numbers = Tensor<double>;
  /// z = mean + exp(power log_var) eps, and a KL whose sum over dimensions is scaled.
  const auto variant = [](double power, double noise, bool average, double weight) -> BoundOf {
    return [=](const Numbers& mean, const Numbers& log_var, const Numbers& x, Rng& rng) {
      const Numbers eps = noise * normal<double>(mean.shape(), rng);
      const Numbers z = mean + exp(power * log_var) * eps;
      const Numbers kl = 0.5 * (mean * mean + exp(log_var) - 1.0 - log_var);
      return Parts{sum(bernoulli_log_prob(z, x), 1),
                   weight * (average ? gradus::mean(kl, 1) : sum(kl, 1))};
    };
  };
  const BoundOf right = variant(0.5, 1, false, 1), of_mean = variant(0.5, 0, false, 1),
                variance = variant(1, 1, false, 1), average = variant(0.5, 1, true, 1),
                none = variant(0.5, 1, false, 0);

  grader.test("the right one passes", 1,
              [=] { expect(is_vae(right), "you reject a bound that is right"); });
  const auto caught = [&](const std::string& name, const BoundOf& bound) {
    grader.test(name, 1, [=] { expect(!is_vae(bound), "your test lets this one through"); });
  };
  caught("the mean is decoded", of_mean);
  caught("exp(log_var) for sigma", variance);
  caught("the mean of the KL", average);
  caught("no KL", none);

  const auto lets_through = [=](bool decodes_mean, bool deviates, bool averages, bool leaves_out) {
    return [=] {
      return is_vae(right) && is_vae(of_mean) == decodes_mean && is_vae(variance) == deviates &&
             is_vae(average) == averages && is_vae(none) == leaves_out;
    };
  };
  grader.mistake(
      "where q is the prior the KL is 0, and sigma is 1 whether it is exp(log_var) or its root: "
      "choose other means and variances",
      lets_through(false, true, true, true));
  grader.mistake(
      "with log_var = 0 the standard deviation and the variance are both 1: what is taken for "
      "which "
      "does not show",
      lets_through(false, true, false, false));
  grader.mistake("with one dimension the mean over dimensions is the sum: take two or more",
                 lets_through(false, false, true, false));
  grader.mistake("so small a variance leaves no noise in z: a program that decodes the mean passes",
                 lets_through(true, true, false, false));
}
