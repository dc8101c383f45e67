inline void check(Grader& grader) {
  const Tensor<double> logits = Tensor<double>::vector({-2, -0.3, 0.4, 1.5, 3});
  const Tensor<double> x = Tensor<double>::vector({0, 1, 0.25, 1, 0});
  const Tensor<double> far = Tensor<double>::vector({1000, 1000, -1000, -1000});
  const Tensor<double> far_x = Tensor<double>::vector({0, 1, 0, 1});
  const auto of = [](const Tensor<double>& l, const Tensor<double>& t) {
    return loss_of_logit(Var<double>(l), Var<double>(t)).value();
  };
  const auto slopes = [](const Tensor<double>& l, const Tensor<double>& t) {
    Tape<double> tape;
    const Var<double> watched = tape.watch(l);
    return tape.gradients(sum(loss_of_logit(watched, Var<double>(t))))[watched].value();
  };
  const auto right = [=] {  // by a loop over probabilities, which is good enough here
    std::vector<double> losses;
    for (std::size_t i = 0; i < 5; ++i) {
      const double t = x.to_vector()[i], p = 1 / (1 + std::exp(-logits.to_vector()[i]));
      losses.push_back(-t * std::log(p) - (1 - t) * std::log(1 - p));
    }
    return Tensor<double>::from({5}, losses);
  };

  grader.test("the loss of five pixels", 1, [=] { expect_near("loss", of(logits, x), right()); });
  grader.test("logits of +-1000", 1, [=] {
    expect_near("loss", of(far, far_x), Tensor<double>::vector({1000, 0, 0, 1000}));
  });
  grader.test("the slopes, sigmoid(logit) - x", 1, [=] {
    expect_near("slope", slopes(logits, x), sigmoid(logits) - x);
    expect_near("slope", slopes(far, far_x), Tensor<double>::vector({1, 0, 0, -1}));
  });
  grader.test("the slope at a logit of 0", 1, [=] {
    const Tensor<double> zeros = Tensor<double>::zeros({5});
    expect_near("slope", slopes(zeros, x), Tensor<double>(0.5) - x);
  });

  const auto loss_at = [=](double l, double t) {
    return of(Tensor<double>(l), Tensor<double>(t)).item();
  };
  grader.mistake(
      "sigmoid(1000) is 1, so 1 - p is 0 and its logarithm infinite; times 0 that is NaN. Work "
      "with the logit",
      [=] { return std::isnan(loss_at(1000, 1)) && std::isinf(loss_at(1000, 0)); });
  grader.mistake(
      "clamping the probability hides the infinity, but caps the loss at 16.1 and makes the "
      "gradient 0 where the network is most wrong",
      [=] { return loss_at(1000, 0) > 10 && loss_at(1000, 0) < 100; });
  grader.mistake("log(1 + exp(1000)) is infinite: softplus(x) is the same without overflow",
                 [=] { return std::isinf(loss_at(1000, 1)); });
  grader.mistake(
      "max(l, 0) and |l| have no derivative at 0, and a fresh network starts there: the slope must "
      "be 1/2 - x, the tape gives -x",
      [=] {
        return is_near(of(logits, x), right(), 1e-9) &&
               is_near(slopes(Tensor<double>::zeros({5}), x), -x, 1e-9);
      });
  grader.mistake("this is the log-probability; a loss is its negative",
                 [=] { return is_near(of(logits, x), -right(), 1e-9); });
}
