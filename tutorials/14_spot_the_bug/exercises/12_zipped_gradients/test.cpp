inline void check(Grader& grader) {
  const Numbers before{{1, 2, 3, 4}, {5, 6, 7, 8, 9, 10}};
  const Numbers gradients{{0.1, 0.2, 0.3, 0.4}, {-1, -2, -3, -4, -5, -6}};
  // The steps divided by the learning rate, generator first: the gradients that were used.
  const auto used = [=](const auto& step) {
    Numbers after = before;
    step(after, gradients, 0.5);
    std::vector<double> all;
    for (std::size_t i = 0; i < 4; ++i)
      all.push_back((before.generator[i] - after.generator[i]) / 0.5);
    for (std::size_t i = 0; i < 6; ++i) all.push_back((before.encoder[i] - after.encoder[i]) / 0.5);
    return all;
  };
  const auto unmoved = [=](const auto& step) {
    const std::vector<double> all = used(step);
    return static_cast<double>(std::count(all.begin(), all.end(), 0.0));
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("parameters that faulty_step leaves", unmoved(faulty_step), 6);
    expect_near("what the second generator parameter gets", used(faulty_step)[1], -1, 1e-9);
    expect(letter == 'c', fmt::format("{}) is not the cause", letter));
  });
  grader.test("every parameter moves", 1,
              [=] { expect_near("parameters that stand still", unmoved(mended_step), 0); });
  grader.test("by its own gradient", 1, [=] {
    const std::vector<double> own{0.1, 0.2, 0.3, 0.4, -1, -2, -3, -4, -5, -6};
    for (std::size_t i = 0; i < 10; ++i)
      expect_near(fmt::format("the gradient that parameter {} got", i), used(mended_step)[i],
                  own[i], 1e-9);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): four parameters move visibly with the same learning rate"},
      {'b', "not b): the test gives ten gradients, all of them different from 0"},
      {'d', "not d): then all ten would stand still"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "the pairs are right now, but the loop still ends with the shorter list: two encoder "
      "parameters never learn",
      [=] { return unmoved(mended_step) == 2; });
  grader.mistake(
      "all ten move, which hides the fault: the gradients were put in a row with the encoder's "
      "first, and the parameters with the generator's first",
      [=] { return is_near(used(mended_step)[0], -1, 1e-9) && unmoved(mended_step) == 0; });
}
