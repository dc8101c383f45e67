inline void check(Grader& grader) {
  const Tensor<double> log_joint = Tensor<double>::from({2, 3}, {-1, -2.5, -0.7, -4, -3, -2});
  const Tensor<double> q = Tensor<double>::from({2, 3}, {0.2, 0.5, 0.3, 0.6, 0.1, 0.3});
  const Tensor<double> evidence = log(sum(exp(log_joint), 1));  // log p(x)
  const auto posterior = [=] { return exp(log_joint - evidence.reshape({2, 1})); };

  grader.test("log p(x) less the KL to the posterior", 1, [=] {
    const Tensor<double> kl = sum(q * (log(q) - log(posterior())), 1);
    expect_near("the ELBO", bound(log_joint, q), evidence - kl, 1e-10);
  });
  grader.test("log p(x) itself for the best q", 1,
              [=] { expect_near("the ELBO", bound(log_joint, posterior()), evidence, 1e-10); });
  grader.test("a q that is sure of one code", 1, [=] {
    const Tensor<double> sure = Tensor<double>::from({2, 3}, {0, 1, 0, 0, 0, 1});
    expect_near("the ELBO", bound(log_joint, sure), Tensor<double>::vector({-2.5, -2}), 1e-12);
  });
  grader.test("never above log p(x)", 1, [=] {
    Rng rng{3};
    for (int trial = 0; trial < 100; ++trial) {
      const Tensor<double> any = uniform<double>({2, 3}, rng) + 1e-3;
      const Tensor<double> rows = any / sum(any, 1, Dims::keep);
      const Tensor<double> gap = evidence - bound(log_joint, rows);
      expect(gap.at({0}) > -1e-12 && gap.at({1}) > -1e-12,
             fmt::format("log p(x) - ELBO is {:.6f} and {:.6f}", gap.at({0}), gap.at({1})));
    }
  });

  const auto gives = [=](const Tensor<double>& expected) {
    return [=] { return is_near(bound(log_joint, q), expected, 1e-10); };
  };
  grader.mistake(
      "the entropy of q is missing: the ELBO averages log p(x, z) - log q(z), not log p(x, z) "
      "alone",
      gives(sum(q * log_joint, 1)));
  grader.mistake(
      "the entropy of q is subtracted where it is to be added: -E_q[log q] has a minus sign "
      "already",
      gives(sum(q * (log_joint + log(q)), 1)));
  grader.mistake(
      "0 times log 0 is NaN to a computer: a code that q gives no chance contributes nothing, "
      "leave it out",
      [=] {
        const Tensor<double> sure = Tensor<double>::from({2, 3}, {0, 1, 0, 0, 0, 1});
        return std::isnan(bound(log_joint, sure).at({0}));
      });
  grader.mistake(
      "this is log p(x), which does not depend on q: the bound reaches it only for the best q",
      gives(evidence));
}
