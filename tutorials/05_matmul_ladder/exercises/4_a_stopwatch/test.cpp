/// What the stopwatch says about a work whose calls take so long, and how often it called it.
struct Answer {
  double seconds;
  std::size_t calls;
};
inline Answer ask(const std::vector<double>& durations, int rounds) {
  double now = 1000;
  std::size_t calls = 0;
  const auto work = [&] { now += durations[calls++ % durations.size()]; };
  const double seconds = typical_seconds(
      work, [&] { return now; }, rounds);
  return {seconds, calls};
}

inline void check(Grader& grader) {
  grader.test("a work that always takes two seconds", 1,
              [] { expect_near("seconds", ask({2}, 5).seconds, 2); });
  grader.test("a slow first call", 1, [] {
    expect_near("seconds", ask({50, 1}, 1).seconds, 1);
    expect_near("seconds", ask({50, 3, 1, 2}, 3).seconds, 2);
  });
  grader.test("two calls of five are disturbed", 1, [] {
    expect_near("seconds", ask({1, 30, 1.25, 1, 40, 1.5}, 5).seconds, 1.5);
  });
  grader.test("as many calls as were asked for, and one to warm up", 1, [] {
    for (const int rounds : {1, 7, 21})
      expect_near("calls of work()", static_cast<double>(ask({1}, rounds).calls), rounds + 1);
  });

  // Sorted without the first call: 1, 1.25, 1.5, 30, 40.
  const std::vector<double> durations = {50, 30, 1.25, 40, 1, 1.5};
  const auto says = [=](double seconds) {
    return [=] { return is_near(ask(durations, 5).seconds, seconds, 1e-9); };
  };
  grader.mistake(
      "a mean lets one disturbed call spoil all the others; the median is not moved by it",
      says((30 + 1.25 + 40 + 1 + 1.5) / 5));
  grader.mistake("the first call is among your times: it warms up and does not count",
                 [=] { return ask({1}, 7).calls == 7; });
  grader.mistake("the time in the middle of the list is the median only after sorting", says(40));
  grader.mistake(
      "you time the clock and not the work: take the time before the call, call, and take it again",
      [=] { return ask({2}, 5).seconds == 0; });
}
