/// E[g(e)] for e ~ N(0, 1), by trapezoids.
inline double expectation(const std::function<double(double)>& g) {
  double total = 0;
  for (double e = -12; e < 12; e += 1e-3) total += g(e) * std::exp(-0.5 * e * e) * 1e-3;
  return total / std::sqrt(2 * std::numbers::pi);
}

inline void check(Grader& grader) {
  const auto second_moment = [](const std::function<double(double)>& estimate) {
    return expectation([&](double e) { return estimate(e) * estimate(e); });
  };
  const double path = second_moment([](double e) { return 2 + 2 * e; }) - 4;
  const double square = second_moment([](double e) { return (1 + e) * (1 + e) * e; });
  const double score = square - 4;

  grader.test("the variance of the path estimate", 1,
              [=] { expect_near("the variance", predict().path, path); });
  grader.test("the variance of the score estimate", 1,
              [=] { expect_near("the variance", predict().score, score); });
  grader.test("times as many samples", 1,
              [=] { expect_near("the quotient", predict().times, score / path); });

  grader.mistake(
      "the score's variance is E[s^2] - (E[s])^2: you left out the second part; the slope E[s] is "
      "2",
      [=] { return is_near(predict().score, square, 1e-6); });
  grader.mistake("these are standard deviations; the question asks for variances, their squares",
                 [=] {
                   return is_near(predict().path, std::sqrt(path), 1e-6) &&
                          is_near(predict().score, std::sqrt(score), 1e-3);
                 });
  grader.mistake(
      "samples are saved with the variance, not with its root: the standard error falls with "
      "1/sqrt(n)",
      [=] {
        return is_near(predict().score, score, 1e-6) &&
               is_near(predict().times, std::sqrt(score / path), 1e-3);
      });
}
