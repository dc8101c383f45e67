inline void check(Grader& grader) {
  const Tensor<double> three = Tensor<double>::full({10'000, 1}, 3.0);
  const Tensor<double> log_4 = Tensor<double>::full({10'000, 1}, std::log(4.0));
  const auto draws = [=](const auto& sample, std::uint64_t seed) {
    Rng rng{seed};
    return sample(three, log_4, rng).value();
  };
  const auto deviation = [](const Tensor<double>& z) {  // by a loop
    double sum = 0, squares = 0;
    for (const double v : z.to_vector()) {
      sum += v / 1e4;
      squares += v * v / 1e4;
    }
    return std::pair{sum, std::sqrt(std::max(squares - sum * sum, 0.0))};
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("the deviation of faulty_sample", deviation(draws(faulty_sample, 1)).second, 0,
                1e-4);
    expect_near("its largest number", max(draws(faulty_sample, 1)).item(), 3.0000002, 1e-10);
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("mean and deviation of 10,000 draws", 1, [=] {
    const auto [mean, sigma] = deviation(draws(mended_sample, 1));
    expect(std::abs(mean - 3) < 0.1, fmt::format("mean {:.4f} instead of 3", mean));
    expect(std::abs(sigma - 2) < 0.07, fmt::format("deviation {:.4f} instead of 2", sigma));
  });
  grader.test("z follows the formula, number by number", 1, [=] {
    Rng rng{4};
    const std::vector<double> eps = normal<double>({10'000, 1}, rng).to_vector();
    const std::vector<double> z = draws(mended_sample, 4).to_vector();
    for (std::size_t i = 0; i < 100; ++i) expect_near("z", z[i], 3 + 2 * eps[i], 1e-9);
  });

  const std::pair<char, const char*> others[] = {
      {'a',
       "not a): the draws within one call would still differ from each other, with deviation 2"},
      {'b', "not b): then the deviation would be exp(log 4) = 4; it is 0"},
      {'c',
       "not c): with one noise for all rows z would change from call to call; here it never does"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "now it is noise, but too small: a standard normal number has the deviation 1, not 0.01 "
      "(this was keras#4211)",
      [=] { return is_near(deviation(draws(mended_sample, 1)).second, 0.02, 0.002); });
  grader.mistake("a larger constant moves z, but it moves every z alike: nothing is random yet",
                 [=] {
                   return deviation(draws(mended_sample, 1)).second < 1e-4 &&
                          max(draws(mended_sample, 1)).item() > 3.1;
                 });
  grader.mistake(
      "uniform numbers between 0 and 1 have the mean 1/2 and the deviation 0.29; a normal variable "
      "is asked for",
      [=] { return is_near(deviation(draws(mended_sample, 1)).first, 4, 0.02); });
}
