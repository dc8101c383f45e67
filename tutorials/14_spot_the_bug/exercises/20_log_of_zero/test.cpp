inline void check(Grader& grader) {
  const auto by_hand = [](double logit, double x) {  // in double, and without p
    const double one = std::max(logit, 0.0) + std::log1p(std::exp(-std::abs(logit)));
    return x * logit - one;
  };
  const auto scalar = [](double number) { return Var<float>(static_cast<float>(number)); };
  const auto received = [=](double logit, double x) {
    return static_cast<double>(mended_log_prob(scalar(logit), scalar(x)).item());
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect(std::isnan(faulty_log_prob(scalar(20), scalar(1)).item()), "no NaN at a white pixel");
    expect(std::isinf(faulty_log_prob(scalar(20), scalar(0)).item()), "finite at a black pixel");
    expect_near("the healthy value", by_hand(20, 0), -20, 1e-9);
    expect(letter == 'b', fmt::format("{}) is not the cause", letter));
  });
  grader.test("every logit from -1000 to 1000", 1, [=] {
    for (const double logit : {-1000.0, -100.0, -20.0, -1.5, 0.0, 2.0, 20.0, 100.0, 1000.0})
      for (const double x : {0.0, 0.3, 1.0})
        expect_near(fmt::format("log p at the logit {} of a pixel {}", logit, x),
                    received(logit, x), by_hand(logit, x), 1e-5);
  });
  grader.test("the gradient is x - p", 1, [] {
    const std::vector<float> l{-100, -20, 0.5, 20, 100}, x{1, 0, 0.25, 0, 1};
    const std::vector<float> p{0, 2.06e-9F, 0.622459F, 1, 1};
    Tape<float> tape;
    const Var<float> leaf = tape.watch(Tensor<float>::from({5}, l));
    const Var<float> total = sum(mended_log_prob(leaf, Tensor<float>::from({5}, x)));
    const std::vector<float> g = tape.gradients(total)[leaf].value().to_vector();
    for (std::size_t i = 0; i < 5; ++i)
      expect_near(fmt::format("the gradient at the logit {}", l[i]), g[i], x[i] - p[i], 1e-5);
  });

  const std::pair<char, const char*> others[] = {
      {'a',
       "not a): a pixel that is black in every image gets a logit of -20 from a good decoder, "
       "and the border of an image is full of them"},
      {'c', "not c): with a pixel of 0.5 the faulty function gives -infinity as well"},
      {'d', "not d): the value itself is no number, long before a derivative is taken"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "1e-8 within the logarithm hides it: every black pixel now costs at most 18.4 nats, however "
      "wrong it is, and without a gradient that would tell",
      [=] { return is_near(received(100, 0), std::log(1e-8), 1e-3); });
  grader.mistake(
      "the logarithm of 0 is still taken: in float 1 - 1e-9 is 1, so a clamp to that number clamps "
      "nothing (keras#377)",
      [=] { return !std::isfinite(received(20, 0)); });
  grader.mistake(
      "exp(logit) overflows in float from 89 on: finite at 20, but infinite at 100",
      [=] { return std::isfinite(received(20, 0)) && !std::isfinite(received(100, 0)); });
}
