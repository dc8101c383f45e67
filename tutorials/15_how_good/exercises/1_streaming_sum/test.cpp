inline double total(const std::vector<double>& numbers) {
  Running sum;
  for (const double x : numbers) sum = take(sum, x);
  return sum.largest + std::log(sum.scaled);
}

inline void check(Grader& grader) {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<double> numbers{-1, 2.5, 0.3, 2.4, -7, 3.1, 3};
  const auto directly = [](const std::vector<double>& all) {
    double sum = 0;
    for (const double x : all) sum += std::exp(x);
    return std::log(sum);
  };

  grader.test("seven small numbers", 1, [=] {
    expect_near("the logarithm of the sum", total(numbers), directly(numbers), 1e-12);
  });
  grader.test("the same in the other order", 1, [=] {
    const std::vector<double> reversed(numbers.rbegin(), numbers.rend());
    expect_near("the logarithm of the sum", total(reversed), directly(numbers), 1e-12);
  });
  grader.test("numbers around -2000 and around 2000", 1, [=] {
    for (const double far : {-2000.0, 2000.0}) {
      std::vector<double> moved{0};
      for (const double x : numbers) moved.push_back(x + far);
      const double expected = far < 0 ? 0.0 : far + directly(numbers);
      expect_near("the logarithm of the sum", total(moved), expected, 1e-12);
      moved.erase(moved.begin());
      expect_near("without the 0", total(moved), far + directly(numbers), 1e-12);
    }
  });
  grader.test("minus infinity adds nothing", 1, [=] {
    expect_near("at the beginning", total({-infinity, 1, 2}), directly({1, 2}), 1e-12);
    expect_near("in the middle", total({1, -infinity, 2}), directly({1, 2}), 1e-12);
  });

  grader.mistake(
      "exp(-2000) is 0 to a computer: nothing may be exponentiated before the largest is "
      "subtracted from it",
      [=] {
        return total({-2000, -2000}) == -infinity;
      });
  grader.mistake(
      "when a larger number comes, what was summed so far is on the old scale: multiply it by "
      "exp(old largest - new largest)",
      [=] {
        return is_near(total({0, 1, 2}), 2 + std::log(3), 1e-9);
      });
  grader.mistake(
      "minus infinity less minus infinity is NaN, and stays NaN: leave a number out that adds "
      "nothing",
      [=] {
        return std::isnan(total({-infinity, 1, 2}));
      });
  grader.mistake(
      "the first number is not the largest one: against it, a later one can still overflow", [=] {
        return total({0, 2000}) == infinity && is_near(total({-2000}), -2000, 1e-12);
      });
}
