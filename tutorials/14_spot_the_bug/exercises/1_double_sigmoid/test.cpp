inline void check(Grader& grader) {
  // An image of 100 white and 684 black pixels, and a decoder that is right and this sure of it.
  std::vector<double> pixels(784, 0.0);
  std::fill_n(pixels.begin(), 100, 1.0);
  const Tensor<double> image = Tensor<double>::from({1, 784}, pixels);
  const auto sure = [=](double logit) { return Var<double>(logit * (2.0 * image - 1.0)); };

  Rng rng{1};
  const Tensor<double> logits = 3.0 * normal<double>({2, 5}, rng);
  const Tensor<double> x = uniform<double>({2, 5}, rng);
  const auto by_hand = [=](Size row) {  // -log p(x) of p = 1 / (1 + exp(-l)), pixel by pixel
    double total = 0;
    for (Size i = 0; i < 5; ++i) {
      const double p = 1 / (1 + std::exp(-logits.at({row, i})));
      total -= x.at({row, i}) * std::log(p) + (1 - x.at({row, i})) * std::log(1 - p);
    }
    return total;
  };
  const auto gradient = [=] {
    Tape<double> tape;
    const Var<double> l = tape.watch(logits);
    return tape.gradients(sum(mended_nats(l, x)))[l].value();
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const double floor = 684 * std::log(2.0) + 100 * std::log(1 + std::exp(-1.0));
    expect_near("what faulty_nats shows", faulty_nats(sure(20), image).item(), floor, 1e-6);
    expect(letter == 'c', fmt::format("{}) is not the cause", letter));
  });
  grader.test("a decoder that is right pays nothing, however sure it is", 1, [=] {
    for (const double logit : {20.0, 100.0, 1000.0})
      expect_near("nats of a sure decoder", mended_nats(sure(logit), image).item(), 0, 1e-5);
  });
  grader.test("nats and gradients of any logits", 1, [=] {
    for (const Size row : {0, 1})
      expect_near("nats", mended_nats(logits, x).value().at({row}), by_hand(row), 1e-10);
    expect_near("d nats / d logits", gradient(), sigmoid(logits) - x, 1e-10);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): the sum is what nats per image are; an average would be 0.645, still not 0"},
      {'b', "not b): with logits of 1000 the faulty function shows the same 505.4"},
      {'d', "not d): these pixels are 0 and 1; white pixels of 255 would make the loss negative"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "the floor is only subtracted: the number looks right, but the gradient is still that of two "
      "sigmoids, and the decoder learns as badly as before",
      [=] {
        return is_near(mended_nats(sure(20), image).item(), 0, 1e-5) &&
               !is_near(gradient(), sigmoid(logits) - x, 1e-3);
      });
  grader.mistake(
      "right on paper, but the logarithm of a probability that was rounded to 0 is infinite: take "
      "the logits themselves",
      [=] { return !std::isfinite(mended_nats(sure(1000), image).item()); });
}
