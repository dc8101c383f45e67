inline void check(Grader& grader) {
  const auto loss = [](double w1, double w2, double x, double t) {
    return 0.5 * (w2 * w1 * x - t) * (w2 * w1 * x - t);
  };
  const auto slopes_by_differences = [=](double w1, double w2, double x, double t) {
    const double d = 1e-5;
    return Slopes{(loss(w1 + d, w2, x, t) - loss(w1 - d, w2, x, t)) / (2 * d),
                  (loss(w1, w2 + d, x, t) - loss(w1, w2 - d, x, t)) / (2 * d)};
  };
  struct Stepped {
    Slopes slopes;
    TwoLayers net;
  };
  const auto stepped = [](const auto& step, double w1, double w2, double x, double t) {
    TwoLayers net{w1, w2};
    const Slopes slopes = step(net, x, t, 0.1);
    return Stepped{slopes, net};
  };
  const auto received = [=] { return stepped(mended_step, 2, 3, 1, 1); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("what faulty_step shows", stepped(faulty_step, 2, 3, 1, 1).slopes.w1, 10);
    // The library: the weight is written between forward and sweep, and the slope stays right.
    Tape<double> tape;
    Tensor<double> weight(3.0);
    const Var<double> w1 = tape.watch(Tensor<double>(2.0)), error = w1 * tape.watch(weight) - 1.0;
    *weight.write() = 2;
    expect_near("the healthy value", tape.gradients(0.5 * square(error))[w1].item(), 15);
    expect(letter == 'a', fmt::format("{}) is not the cause", letter));
  });
  grader.test("both slopes, and both steps", 2, [=] {
    for (const auto& [w1, w2, x, t] :
         std::vector<std::array<double, 4>>{{2, 3, 1, 1}, {-1, 0.5, 2, 0.3}}) {
      const Slopes expected = slopes_by_differences(w1, w2, x, t);
      const auto [slopes, net] = stepped(mended_step, w1, w2, x, t);
      expect_near("dloss/dw1", slopes.w1, expected.w1, 1e-6);
      expect_near("dloss/dw2", slopes.w2, expected.w2, 1e-6);
      expect_near("the new w1", net.w1, w1 - 0.1 * expected.w1, 1e-6);
      expect_near("the new w2", net.w2, w2 - 0.1 * expected.w2, 1e-6);
    }
  });

  const std::pair<char, const char*> others[] = {
      {'b', "not b): x is 1 here, and a factor of 1 makes nothing of 15 into 10"},
      {'c', "not c): this is the first step; and with that error the slope of w2 is right"},
      {'d', "not d): h is computed before any weight has been changed"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake("the other way round: now the slope of w2 is taken at a w1 that has been changed",
                 [=] { return is_near(received().slopes.w2, 5 * (2 - 1.5), 1e-9); });
  grader.mistake(
      "a new forward pass in between takes the slope of w1 at another point: these are two steps, "
      "not one",
      [=] { return is_near(received().slopes.w1, (2 * 2 - 1) * 2, 1e-9); });
  grader.mistake("the slopes are right, but w2 has been put back and does not learn",
                 [=] { return received().net.w2 == 3 && received().net.w1 != 2; });
}
