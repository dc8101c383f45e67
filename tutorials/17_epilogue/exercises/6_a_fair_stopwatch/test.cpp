inline void check(Grader& grader) {
  struct Measured {
    double answer;
    std::size_t calls;
  };
  // Runs the answer on work whose calls take these times, and afterwards 7 seconds each.
  const auto measured = [](const std::vector<double>& durations) {
    double now = 1000;
    std::size_t calls = 0;
    const Work work = [&] { now += calls < durations.size() ? durations[calls] : 7.0, ++calls; };
    const double answer = seconds_of(work, [&] { return now; });
    return Measured{answer, calls};
  };
  const std::vector<double> script{100, 1, 1.25, 50, 0.5, 1.1};

  grader.test("calls that all take the same time", 1, [=] {
    expect_near("seconds", measured({3, 3, 3, 3, 3, 3}).answer, 3, 1e-9);
  });
  grader.test("a slow first call and an accident", 1,
              [=] { expect_near("seconds", measured(script).answer, 1.1, 1e-9); });
  grader.test("six calls", 1, [=] {
    const std::size_t calls = measured(script).calls;
    expect(calls == 6, fmt::format("work() was called {} times: once to warm up and five times to "
                                   "measure are six",
                                   calls));
  });
  grader.test("calls in any order", 1, [=] {
    expect_near("seconds", measured({9, 5, 4, 3, 2, 1}).answer, 3, 1e-9);
  });

  const auto gives = [=](double expected) {
    return [=] { return is_near(measured(script).answer, expected, 1e-9); };
  };
  grader.mistake(
      "this is the mean: one accident of 50 seconds spoils it; the median does not see how bad the "
      "worst one was",
      gives((1 + 1.25 + 50 + 0.5 + 1.1) / 5));
  grader.mistake(
      "the first call is measured: it pays for memory and threads that later calls find ready",
      gives(1.25));
  grader.mistake(
      "this is the best of five, which is luck: the median says what a call usually takes",
      gives(0.5));
  grader.mistake(
      "the third call is not the median unless the times are sorted: it is whatever happened in "
      "the "
      "middle",
      gives(50));
}
