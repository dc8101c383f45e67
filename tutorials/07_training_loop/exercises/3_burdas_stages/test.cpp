inline void check(Grader& grader) {
  // The epochs one after the other, by adding up the stages.
  const auto list = [](bool rounded) {
    std::vector<double> rates;
    double length = 1;
    for (int stage = 0; stage < 8; ++stage, length *= 3) {
      const double rate = std::exp(-std::log(10.0) * stage / 7) / 1000;
      rates.insert(rates.end(), static_cast<std::size_t>(length),
                   rounded ? std::floor(rate / 1e-5 + 0.5) * 1e-5 : rate);
    }
    return rates;
  };
  const std::vector<double> right = list(true), exact = list(false);
  const auto compare = [=](std::size_t from, std::size_t to) {
    for (std::size_t done = from; done < to; ++done)
      expect_near(fmt::format("the rate after {} epochs, in units of 0.0001", done),
                  1e4 * stage_rate(static_cast<std::int64_t>(done)), 1e4 * right[done], 1e-9);
  };
  grader.test("the first four epochs", 1, [=] { compare(0, 4); });
  grader.test("the first 1,093", 1, [=] { compare(4, 1093); });
  grader.test("all 3,280", 1, [=] { compare(1093, right.size()); });
  grader.test("after that", 1, [=] {
    expect_near("the rate after 3,280 epochs, in units of 0.0001", 1e4 * stage_rate(3280), 1, 1e-9);
    expect_near("the rate after 10,000 epochs, in units of 0.0001", 1e4 * stage_rate(10'000), 1,
                1e-9);
  });

  const auto is = [](std::int64_t done, double rate) {
    return is_near(1e4 * stage_rate(done), 1e4 * rate, 1e-9);
  };
  grader.mistake(
      "every stage begins one epoch late: `done` counts finished epochs, so the first epoch of "
      "stage 1 has done = 1",
      [=] { return is(1, right[0]) && is(2, right[1]) && is(4, right[3]) && is(13, right[12]); });
  grader.mistake(
      "3^i is the length of stage i, not where it ends: the lengths of all stages before it have "
      "to "
      "be added",
      [=] { return is(1, right[1]) && is(2, right[1]) && is(3, right[4]) && is(9, right[13]); });
  grader.mistake("the rates are rounded to multiples of 0.00001: 0.00072, not 0.00071969", [=] {
    return is(0, exact[0]) && is(1, exact[1]) && is(4, exact[4]) && is(40, exact[40]);
  });
  grader.mistake("there is no ninth stage: after 3,280 epochs the rate stays at 0.0001",
                 [=] { return is(3279, right.back()) && !is(3280, right.back()); });
}
