inline void check(Grader& grader) {
  const Size k = 3, images = 4;
  const std::vector<double> w{-1, 2, 0.5, -3, 0.2, 1.1, -2, 0.4, -0.7, 3, 0.1, -1.5};
  const Tensor<double> weights = Tensor<double>::from({k, images}, w);
  // log mean exp along the samples or along the images, by loops.
  const auto along = [=](bool samples, bool divided) {
    std::vector<double> result;
    const Size outer = samples ? images : k, inner = samples ? k : images;
    for (Size i = 0; i < outer; ++i) {
      double sum = 0;
      for (Size j = 0; j < inner; ++j)
        sum += std::exp(w[static_cast<std::size_t>(samples ? j * images + i : i * images + j)]);
      result.push_back(std::log(divided ? sum / static_cast<double>(inner) : sum));
    }
    return Tensor<double>::from({outer}, result);
  };
  const auto received = [=] { return bound_of(weights).value(); };

  grader.test("three samples of four images", 1,
              [=] { expect_near("L_3", received(), along(true, true), 1e-12); });
  grader.test("one sample: the weight itself", 1, [=] {
    expect_near("L_1", bound_of(weights.slice(0, 0, 1)).value(),
                weights.slice(0, 0, 1).reshape({4}), 1e-12);
  });
  grader.test("log-weights around -2000", 1, [=] {
    expect_near("L_3", bound_of(weights - 2000.0).value(), along(true, true) - 2000.0, 1e-9);
  });
  grader.test("the slope along equal log-weights is 1", 1, [=] {
    Tape<double> tape;
    const Var<double> shift = tape.watch(Tensor<double>(0.0));
    expect_near("dL/dshift, 4 images",
                tape.gradients(sum(bound_of(Var<double>(weights) + shift)))[shift].item(), 4.0,
                1e-9);
  });

  const auto gives = [=](const Tensor<double>& expected) {
    return [=] { return is_near(received(), expected, 1e-10); };
  };
  grader.mistake(
      "this is the mean of the logarithms, which is the ELBO for any k: the bound is the logarithm "
      "of the mean",
      gives(mean(weights, 0)));
  grader.mistake("the sum is not divided by k: this grows by log k all by itself, above log p(x)",
                 gives(along(true, false)));
  grader.mistake(
      "you averaged over the images instead of the samples: axis 0 holds the k samples, axis 1 "
      "the B images",
      gives(along(false, true)));
  grader.mistake(
      "exp(-2000) is 0, and its logarithm minus infinity: logsumexp subtracts the largest first",
      [=] {
        return is_near(received(), along(true, true), 1e-10) &&
               std::isinf(bound_of(weights - 2000.0).value().at({0}));
      });
}
