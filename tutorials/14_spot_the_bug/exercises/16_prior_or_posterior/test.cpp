inline void check(Grader& grader) {
  const Shape shape{10'000, 2};
  const Tensor<double> copies =
      Tensor<double>::matrix({{1.5, -0.5}}).broadcast_to(shape).to_contiguous();
  const auto mean_and_deviation = [=](const auto& samples) {
    Rng rng{1};
    double total = 0, squares = 0;
    for (const double v : samples(Trained{}, copies, rng).slice(1, 0, 1).to_vector()) {
      total += v / 10'000;
      squares += v * v / 10'000;
    }
    return std::pair{total, std::sqrt(squares - total * total)};
  };
  const auto received = [=] { return mean_and_deviation(mended_samples); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const auto [mean, deviation] = mean_and_deviation(faulty_samples);
    expect_near("the mean that faulty_samples shows", mean, 1.5 / 1.1, 0.02);
    expect_near("and its deviation", deviation, std::sqrt(0.1 / 1.1), 0.02);
    expect(letter == 'b', fmt::format("{}) is not the cause", letter));
  });
  // Five standard errors: 1 / sqrt(10,000) for the mean, 1 / sqrt(20,000) for the deviation.
  grader.test("the samples are centred and as wide as the model says", 1, [=] {
    expect_near("the mean", received().first, 0, 0.05);
    expect_near("the deviation", received().second, 1, 0.036);
  });
  grader.test("they say nothing about the test images", 1, [=] {
    Rng rng{2}, noise{3};
    const Tensor<double> test = normal<double>(shape, rng);
    const Tensor<double> samples = mended_samples(Trained{}, test, noise);
    expect(samples.shape() == shape, "your shape is " + samples.shape().text());
    expect_near("their correlation", gradus::mean(samples * test).item(), 0, 0.036);
  });

  const std::pair<char, const char*> others[] = {
      {'a',
       "not a): a decoder that ignores z gives one image for every z; these samples follow "
       "whatever is put in"},
      {'c', "not c): with a deviation of 1 the samples would still be centred at the test images"},
      {'d', "not d): these are test images, which the decoder has never seen"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  const auto looks_like = [=](double mean, double deviation) {
    return [=] {
      const auto [m, d] = received();
      return std::abs(m - mean) < 0.05 && std::abs(d - deviation) < 0.04;
    };
  };
  grader.mistake("these are still reconstructions: other test images are test images, too",
                 looks_like(1.5 / 1.1, std::sqrt(0.1 / 1.1)));
  grader.mistake("wider noise around the codes of test images only blurs where they come from",
                 looks_like(1.5 / 1.1, 1));
  grader.mistake(
      "the centre is that of the prior, but the deviation is still that of q(z|x): the samples are "
      "all alike",
      looks_like(0, std::sqrt(0.1 / 1.1)));
}
