/// P(y < x), y ~ N(0, 1).
inline double share_below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

inline void check(Grader& grader) {
  const auto is_right = [](double x, double p) {
    return std::abs(share_below(x) - p) < 1e-9 * std::min(p, 1 - p);
  };

  grader.test("the values of the tables", 2, [] {
    expect_near("x for p = 0.5", my_quantile(0.5), 0, 1e-9);
    expect_near("x for p = 0.95", my_quantile(0.95), 1.644853627, 1e-8);
    expect_near("x for p = 0.975", my_quantile(0.975), 1.959963985, 1e-8);
  });
  grader.test("far out", 1, [=] {
    for (const double p : {1e-12, 1e-6, 1e-3}) {
      const double x = my_quantile(p);
      expect(is_right(x, p),
             fmt::format("a share of {} lies below {:.6f}, not of {}", share_below(x), x, p));
    }
  });
  grader.test("left and right are mirrored", 1, [] {
    for (const double p : {0.01, 0.2, 0.4})
      expect_near("minus the x of 1 - p", -my_quantile(1 - p), my_quantile(p), 1e-8);
    expect(my_quantile(0.2) < my_quantile(0.4), "a larger share needs a larger x");
  });

  grader.mistake(
      "std::erfc belongs to a normal number with variance 1/2: divide x by the root of 2 before",
      [=] { return is_right(my_quantile(0.9) * std::sqrt(2.0), 0.9); });
  grader.mistake(
      "this is the probability of lying below p: the question is asked the other way round",
      [] { return is_near(my_quantile(0.9), share_below(0.9), 1e-9); });
  grader.mistake(
      "log(p / (1 - p)) is the inverse of the sigmoid: the logistic distribution, not the normal "
      "one",
      [] { return is_near(my_quantile(0.9), std::log(9), 1e-9); });
  grader.mistake("this is the x *above* which a number lies with probability p: the sign is turned",
                 [=] { return is_right(-my_quantile(0.9), 0.9); });
  grader.mistake("a normal number is not always between -3 and 3: your interval ends too early",
                 [=] { return is_right(my_quantile(0.9), 0.9) && my_quantile(1e-9) > -5; });
}
