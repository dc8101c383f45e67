inline void check(Grader& grader) {
  const auto weight = [](const auto& loss, Size batch, Size data, Size latent) {
    Tape<double> tape;
    const Var<double> pixels = tape.watch(Tensor<double>::ones({batch, data}));
    const Var<double> kl = tape.watch(Tensor<double>::ones({batch, latent}));
    const Gradients<double> g = tape.gradients(loss(pixels, kl));
    return g[kl].value().at({0, 0}) / g[pixels].value().at({0, 0});
  };
  const auto means = [](const auto& r, const auto& kl) { return mean(r) + mean(kl); };
  const auto summed = [](const auto& r, const auto& kl) { return sum(mean(r) + sum(kl, 1)); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("the weight in faulty_loss", weight(faulty_loss, 64, 784, 2), 50'176);
    expect(letter == 'c', fmt::format("{}) is not the cause", letter));
  });
  grader.test("three weights", 1, [=] {
    expect_near("article 000", weights().article_000, weight(summed, 16, 784, 2), 1e-3);
    expect_near("article 001", weights().article_001, weight(means, 2, 784, 2), 1e-3);
    expect_near("fast.ai", weights().fast_ai, weight(means, 5, 784, 200), 1e-3);
  });
  grader.test("a nat is a nat", 1, [=] {
    for (const Size batch : {1, 3, 64})
      expect_near("the weight of the KL", weight(mended_loss, batch, 784, 2), 1);
  });
  grader.test("nats per image", 1, [] {
    Rng rng{6};
    const Tensor<double> pixels = normal<double>({3, 4}, rng), kl = normal<double>({3, 2}, rng);
    double total = 0;
    for (const double nats : pixels.to_vector()) total += nats / 3;
    for (const double nats : kl.to_vector()) total += nats / 3;
    expect_near("the loss", mended_loss(pixels, kl).item(), total, 1e-10);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): a learning rate scales both parts by one number"},
      {'b', "not b): kl is given here as numbers, however it was computed"},
      {'d', "not d): with one image the weight would still be 784, the number of pixels"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "784 pixels are put right, the 64 images are not: the KL is still summed over the batch",
      [=] { return is_near(weight(mended_loss, 64, 784, 2), 64, 1e-6); });
  grader.mistake(
      "two means look alike, but are over different numbers of summands: the weight is now pixels "
      "/ dimensions, 392 for 784 and 2",
      [=] { return is_near(weight(mended_loss, 64, 784, 2), 392, 1e-6); });
  grader.mistake(
      "the weight is right, but the loss is that of the whole batch: it grows with the batch, and "
      "so do the gradients",
      [=] {
        const Tensor<double> ones = Tensor<double>::ones({3, 2});
        return is_near(mended_loss(ones, ones).item(), 12, 1e-9);
      });
  grader.mistake(
      "article 001 averages over pixels and over dimensions: both counts matter, the weight is "
      "their quotient",
      [] { return is_near(weights().article_001, 784, 1e-9); });
}
