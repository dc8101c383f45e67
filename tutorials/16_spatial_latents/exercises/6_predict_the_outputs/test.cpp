inline void check(Grader& grader) {
  const auto outputs = [](bool cholesky, bool full_mean) {
    return vae::SpatialPosterior{5, 4, cholesky, full_mean}.outputs(8 * 5 * 4);
  };
  const auto says = [](const char* name, Size received, Size expected) {
    expect(received == expected,
           fmt::format("{}: your value {}, true value {}", name, received, expected));
  };
  grader.test("each code by itself", 1, [=] {
    says("each_code", predict().each_code, vae::DiagonalPosterior{}.outputs(8 * 5 * 4));
  });
  grader.test("rows and columns share their variances", 1, [=] {
    says("any_mean", predict().any_mean, outputs(false, true));
    says("product", predict().product, outputs(false, false));
  });
  grader.test("full matrices", 1, [=] { says("full", predict().full, outputs(true, false)); });
  grader.test("the beta of two means", 1,
              [] { expect_near("beta", predict().beta, 12288.0 / 576, 1e-6); });

  grader.mistake("these are the numbers of one map, and there are eight",
                 [=] { return predict().product == outputs(false, false) / 8; });
  grader.mistake("a mean is not all that q needs: variances come from the encoder as well", [=] {
    return predict().each_code == 8 * 5 * 4 && predict().product == 8 * (5 + 4);
  });
  grader.mistake(
      "the ones on the diagonal of a factor are given: only the 10 and 6 numbers below it are "
      "wanted",
      [=] { return predict().full == outputs(false, false) + 8 * (15 + 10); });
  grader.mistake(
      "the mean that is taken over more numbers makes its part smaller: the squared error is "
      "divided by more, so the KL counts more than once",
      [] { return is_near(predict().beta, 576.0 / 12288, 1e-6); });
}
