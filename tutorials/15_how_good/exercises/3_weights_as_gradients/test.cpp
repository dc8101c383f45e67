inline void check(Grader& grader) {
  const Size k = 3, images = 2;
  const std::vector<double> l{-1, 2, 0.5, -3, 0.2, 1.1};
  const Tensor<double> log_weights = Tensor<double>::from({k, images}, l);
  const auto slope = [](const Tensor<double>& at) {
    Tape<double> tape;
    const Var<double> x = tape.watch(at);
    return tape.gradients(surrogate(x))[x].value();
  };
  const auto total = [=](const std::vector<double>& x) {  // sum of L_k over the images
    double sum = 0;
    for (Size b = 0; b < images; ++b) {
      double mean = 0;
      for (Size i = 0; i < k; ++i)
        mean += std::exp(x[static_cast<std::size_t>(i * images + b)]) / static_cast<double>(k);
      sum += std::log(mean);
    }
    return sum;
  };
  // exp(l - offset(l)) over a sum along the samples or along the images, by loops.
  const auto weight = [=](Size i, Size b, bool samples) {
    const auto at = [=](Size row, Size column) {
      return std::exp(l[static_cast<std::size_t>(row * images + column)]);
    };
    double sum = 0;
    for (Size j = 0; j < (samples ? k : images); ++j) sum += samples ? at(j, b) : at(i, j);
    return at(i, b) / sum;
  };
  const auto table = [=](const std::function<double(Size, Size)>& f) {
    std::vector<double> result;
    for (Size i = 0; i < k; ++i)
      for (Size b = 0; b < images; ++b) result.push_back(f(i, b));
    return Tensor<double>::from({k, images}, result);
  };

  grader.test("the gradient of L_k, by differences", 2, [=] {
    std::vector<double> expected;
    for (std::size_t i = 0; i < l.size(); ++i) {
      std::vector<double> up = l, down = l;
      up[i] += 1e-5;
      down[i] -= 1e-5;
      expected.push_back((total(up) - total(down)) / 2e-5);
    }
    expect_near("dL/dlog_weights", slope(log_weights), Tensor<double>::from({k, images}, expected),
                1e-8);
  });
  grader.test("for each image they add up to 1", 1, [=] {
    expect_near("the sum over the samples", sum(slope(log_weights), 0), Tensor<double>::ones({2}),
                1e-10);
  });
  grader.test("log-weights around -2000", 1, [=] {
    expect_near("dL/dlog_weights", slope(log_weights - 2000.0),
                table([=](Size i, Size b) { return weight(i, b, true); }), 1e-9);
  });

  const auto gives = [=](const std::function<double(Size, Size)>& f) {
    return [=] { return is_near(slope(log_weights), table(f), 1e-9); };
  };
  const auto log_of = [=](Size i, Size b) { return l[static_cast<std::size_t>(i * images + b)]; };
  grader.mistake(
      "the weights are not constants here: the product rule differentiates them as well and adds a "
      "second term; detach them",
      gives([=](Size i, Size b) {
        double mean = 0;
        for (Size j = 0; j < k; ++j) mean += weight(j, b, true) * log_of(j, b);
        return weight(i, b, true) * (1 + log_of(i, b) - mean);
      }));
  grader.mistake(
      "every sample counts the same: that is the gradient of the mean of the log-weights, the ELBO "
      "of k samples",
      gives([=](Size, Size) { return 1 / static_cast<double>(k); }));
  grader.mistake(
      "the weights add up to 1 over the images of the batch: they must do so over the samples of "
      "one image",
      gives([=](Size i, Size b) { return weight(i, b, false); }));
  grader.mistake(
      "the weights are not divided by their sum: the best sample has the weight 1, whatever the "
      "others have",
      gives([=](Size i, Size b) {
        double largest = log_of(0, b);
        for (Size j = 1; j < k; ++j) largest = std::max(largest, log_of(j, b));
        return std::exp(log_of(i, b) - largest);
      }));
}
