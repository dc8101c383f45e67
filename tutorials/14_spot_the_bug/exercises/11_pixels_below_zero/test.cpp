inline void check(Grader& grader) {
  std::vector<double> pixels(784, 0.0);
  std::fill_n(pixels.begin(), 100, 255.0);
  const Tensor<double> bytes = Tensor<double>::from({1, 784}, pixels);
  const Var<double> sure(40.0 * bytes / 255.0 - 20.0);

  const std::vector<double> grey{0, 51, 102, 255}, l{-2, 0.5, 1, 3};
  const auto mended = [=] {
    return mended_nats(Tensor<double>::from({1, 4}, grey), Tensor<double>::from({1, 4}, l)).item();
  };
  const auto by_hand = [=](const std::function<double(double)>& target) {
    double total = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const double p = 1 / (1 + std::exp(-l[i])), x = target(grey[i]);
      total -= x * std::log(p) + (1 - x) * std::log(1 - p);
    }
    return total;
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("faulty_nats", faulty_nats(bytes, sure).item(), -684 * 20, 1e-9);
    expect(letter == 'a', fmt::format("{}) is not the cause", letter));
  });
  grader.test("a decoder that is right pays nothing", 1,
              [=] { expect_near("nats", mended_nats(bytes, sure).item(), 0, 1e-5); });
  grader.test("grey pixels", 1, [=] {
    expect_near("nats", mended(), by_hand([](double b) { return b / 255; }), 1e-9);
  });

  const std::pair<char, const char*> others[] = {
      {'b',
       "not b): then every image would have a negative loss; one of 784 white pixels costs 0.0 "
       "here"},
      {'c', "not c): softplus does not overflow, and an overflow is infinite, not -13,680"},
      {'d', "not d): the KL does not stand in the reconstruction, which alone must be 0 or more"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "now the bytes themselves are the targets: 255 is worse than -1, the loss of the sure "
      "decoder is -508,000",
      [=] { return is_near(mended(), by_hand([](double b) { return b; }), 1e-9); });
  grader.mistake(
      "the loss is only made positive: its targets are still -1 and 1, and its lowest point is "
      "where it was 0",
      [=] {
        return is_near(mended(), std::abs(by_hand([](double b) { return b / 127.5 - 1; })), 1e-9);
      });
  grader.mistake(
      "negative pixels are cut off, but a byte of 102 is a grey pixel of 0.4, not a black one",
      [=] {
        return is_near(mended(), by_hand([](double b) { return std::max(b / 127.5 - 1, 0.0); }),
                       1e-9);
      });
}
