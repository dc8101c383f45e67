/// How much one entry of a table [images, rest] adds to its reduction, by a loop.
inline double weight_of_one(const Reduction& reduction, Size images, Size rest) {
  double total = 0, last = 0;
  for (Size i = 0; i < images; ++i) {
    double row = 0;
    for (Size j = 0; j < rest; ++j) row += i == 0 && j == 0 ? 1 : 0;
    last = reduction.mean_over_rest ? row / static_cast<double>(rest) : row;
    total += last;
  }
  return reduction.mean_over_images ? total / static_cast<double>(images) : total;
}

inline void check(Grader& grader) {
  const Reduction right{true, false}, mean{true, true}, sum{false, false};
  const auto expected = [](const Program& p) {
    return weight_of_one(p.kl, p.images, p.latent) / weight_of_one(p.error, p.images, p.pixels);
  };
  const auto case_of = [&](const char* name, double points, const Program& p) {
    grader.test(name, points, [=] { expect_near("beta", effective_beta(p), expected(p), 1e-9); });
  };
  const Program article_000{128, 784, 2, mean, right}, article_001{64, 784, 2, mean, mean},
      article_002{64, 784, 2, mean, sum}, fast_ai{256, 784, 200, mean, mean};
  case_of("sums for both: 1", 0.5, {128, 784, 20, right, right});
  case_of("sums over images as well: 1", 0.5, {128, 784, 20, sum, sum});
  case_of("article 000: mean over pixels, sum over dimensions", 0.5, article_000);
  case_of("article 001: means over everything", 0.5, article_001);
  case_of("article 002: mean over everything, sum over everything", 1, article_002);
  case_of("fast.ai: means over everything, 200 dimensions", 0.5, fast_ai);
  case_of("sum over images, mean over dimensions", 0.5, {10, 50, 5, right, {false, true}});

  const auto gives = [=](double of_000, double of_001, double of_002, double of_ai) {
    return [=] {
      return is_near(effective_beta(article_000), of_000, 1e-9) &&
             is_near(effective_beta(article_001), of_001, 1e-9) &&
             is_near(effective_beta(article_002), of_002, 1e-9) &&
             is_near(effective_beta(fast_ai), of_ai, 1e-9);
    };
  };
  grader.mistake(
      "upside down: where the error is divided by more, the KL counts more beside it, not less",
      gives(1.0 / 784, 2.0 / 784, 1.0 / (64 * 784), 200.0 / 784));
  grader.mistake(
      "the images count too: a mean over 64 images beside a sum over them is a factor of 64",
      gives(784, 392, 784, 3.92));
  grader.mistake(
      "a KL that is a mean over dimensions is divided as well: 784 pixels over 200 dimensions is "
      "3.92, not 784",
      gives(784, 784, 784 * 64, 784));
}
