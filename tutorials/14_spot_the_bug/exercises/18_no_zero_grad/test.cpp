inline void check(Grader& grader) {
  const Backward parabola = [](Weight& w) { w.gradient += w.value - 3; };
  const auto received = [=](std::size_t step) { return mended_path(parabola, 20).at(step - 1); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const std::vector<double> shown = faulty_path(parabola, 20);
    double w = 0, speed = 0;  // the same as a momentum of 1
    for (int i = 0; i < 20; ++i) w -= speed += 0.1 * (w - 3);
    expect_near("w after the first step of faulty_path", shown.at(0), 0.3);
    expect_near("w after 10 steps", shown.at(9), 5.98, 2e-3);
    expect_near("w after 20 steps", shown.at(19), w);
    expect(letter == 'a', fmt::format("{}) is not the cause", letter));
  });
  grader.test("w moves to the minimum of a parabola", 1, [=] {
    for (std::size_t step = 1; step <= 20; ++step)  // w - 3 shrinks by a factor of 0.9
      expect_near(fmt::format("w after {} steps", step), received(step),
                  3 - 3 * std::pow(0.9, static_cast<double>(step)));
  });
  grader.test("any function: each gradient begins at 0", 1, [] {
    double left_over = 0, expected = 0;
    const std::vector<double> path = mended_path(
        [&](Weight& w) {
          left_over += std::abs(w.gradient);
          w.gradient += std::sin(w.value) - 1;
        },
        5);
    for (int i = 0; i < 5; ++i) expected -= 0.1 * (std::sin(expected) - 1);
    expect_near("what backward found in w.gradient", left_over, 0);
    expect_near("w after 5 steps", path.at(4), expected);
  });

  const std::pair<char, const char*> others[] = {
      {'b', "not b): steps of 0.01 give slower rounds, but they lead as far beyond the minimum"},
      {'c', "not c): w goes up in each of the first nine steps; the sign does not alternate"},
      {'d',
       "not d): nothing in the loop is called momentum, though a gradient that is never "
       "cleared amounts to a momentum of 1"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "cleared nowhere, or before the loop, where it is 0 anyway: it has to be cleared before "
      "every backward",
      [=] { return is_near(received(1), 0.3, 1e-9) && is_near(received(2), 0.87, 1e-9); });
  grader.mistake("cleared between backward and the step: w never moves",
                 [=] { return is_near(received(20), 0, 1e-9); });
  grader.mistake(
      "the average of all gradients so far is calmer than their sum, but most of it is still from "
      "places where w is no longer",
      [=] { return is_near(received(2), 0.3 + 0.1 * (3 + 2.7) / 2, 1e-9); });
}
