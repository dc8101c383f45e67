/// KL(q || N(0, 1)) of one image with this mean and log_var.
inline double kl_of(const auto& posterior, float mean, float log_var) {
  const vae::Normal<float> q = posterior(Tensor<float>::matrix({{mean, log_var}}));
  return static_cast<double>(vae::kl_to_standard_normal(q).item());
}

inline void check(Grader& grader) {
  const auto by_hand = [](double m, double l) {
    const double bounded = std::min(std::max(l, -6.0), 2.0);
    return 0.5 * (m * m + std::exp(bounded) - 1 - bounded);
  };
  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect(std::isinf(kl_of(faulty_posterior, 0.5F, 95)), "faulty_posterior: a finite KL");
    std::string message;
    try {
      const FiniteCheck on;
      kl_of(faulty_posterior, 0.5F, 95);
    } catch (const NotFinite& e) {
      message = e.what();
    }
    expect(message.starts_with("exp"), "FiniteCheck says: " + message);
    expect_near("the healthy value", by_hand(0.5, 95), 2.32, 2e-3);
    expect(letter == 'c', fmt::format("{}) is not the cause", letter));
  });
  grader.test("the KL of usual and unusual images", 1, [=] {
    for (const float l : {-300.0F, -7.0F, -5.0F, 0.0F, 1.5F, 3.0F, 80.0F, 95.0F})
      for (const float m : {0.5F, 4.0F, -8.0F})
        expect_near(fmt::format("the KL for the mean {} and log_var {}", m, l),
                    kl_of(mended_posterior, m, l), by_hand(m, l), 1e-4);
  });
  grader.test("log q(z|x) is finite, and gradients pass", 1, [] {
    Tape<float> tape;
    const Var<float> h = tape.watch(Tensor<float>::matrix({{1, -300}, {1, 95}, {1, 1.5F}}));
    const Var<float> log_q = mended_posterior(h).log_prob(Tensor<float>::full({3, 1}, 1.5F));
    const Tensor<float> g = tape.gradients(sum(log_q))[h].value();
    expect(all_finite(log_q.value()), "log q(z|x) is not finite");
    // d log q / d log_var = ((z - mean)^2 / variance - 1) / 2
    expect_near("its derivative at the log_var 1.5", g.at({2, 1}),
                0.5 * (0.25 * std::exp(-1.5) - 1), 1e-5);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): the KL takes no logarithm; log_var, 95, is what the encoder gave"},
      {'b', "not b): no step has been made; smaller ones lead here more slowly"},
      {'d', "not d): the mean is 0.5, and squares of floats up to 1e19 are finite"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  const auto kl = [](float m, float l) { return kl_of(mended_posterior, m, l); };
  grader.mistake("h has been clamped as a whole: means beyond 2 have been cut off, too",
                 [=] { return is_near(kl(4, 0), by_hand(2, 0), 1e-4); });
  grader.mistake("only the upper end: exp(-log_var) of a log_var of -300 is infinite in log q(z|x)",
                 [=] { return is_near(kl(0, 80), by_hand(0, 80), 1e-4) && kl(0, -300) > 100; });
  grader.mistake(
      "only what overflows is replaced: a log_var of 80 still gives a KL of 1e34, and at the "
      "border q jumps",
      [=] { return std::isfinite(kl(0, 95)) && kl(0, 80) > 1e30; });
}
