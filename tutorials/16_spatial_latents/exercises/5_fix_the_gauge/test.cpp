inline void check(Grader& grader) {
  const std::vector<double> a{0.5, -1, 2}, b{1, 3, -0.5, 2};
  const auto fixed = [=] {
    return fix_gauge({Tensor<double>::from({3}, a), Tensor<double>::from({4}, b)});
  };
  const auto sums = [](const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<double> result;
    for (const double s : x)
      for (const double t : y) result.push_back(s + t);
    return Tensor<double>::from({static_cast<Size>(result.size())}, result);
  };
  grader.test("b has the mean 0", 1,
              [=] { expect_near("the mean", mean(fixed().b).item(), 0, 1e-12); });
  grader.test("every log-variance is what it was", 1, [=] {
    expect_near("a_i + b_j", sums(fixed().a.to_vector(), fixed().b.to_vector()), sums(a, b), 1e-12);
  });
  grader.test("pairs that differ by the gauge become the same pair", 1, [=] {
    const Tensor<double> x = Tensor<double>::from({3}, a), y = Tensor<double>::from({4}, b);
    const Profiles moved = fix_gauge({x + Tensor<double>(7.0), y - Tensor<double>(7.0)});
    expect_near("a", moved.a, fixed().a, 1e-9);
    expect_near("b", moved.b, fixed().b, 1e-9);
  });
  grader.test("doing it twice changes nothing", 1, [=] {
    const Profiles twice = fix_gauge(fixed());
    expect_near("a", twice.a, fixed().a, 1e-12);
    expect_near("b", twice.b, fixed().b, 1e-12);
  });

  const auto mean_of = [](const std::vector<double>& x) {
    double total = 0;
    for (const double v : x) total += v;
    return total / static_cast<double>(x.size());
  };
  const auto moved_by = [=](double of_a, double of_b) {
    return [=] {
      const std::vector<double> x = fixed().a.to_vector(), y = fixed().b.to_vector();
      for (std::size_t i = 0; i < 3; ++i)
        if (!is_near(x[i], a[i] + of_a, 1e-9)) return false;
      for (std::size_t j = 0; j < 4; ++j)
        if (!is_near(y[j], b[j] + of_b, 1e-9)) return false;
      return true;
    };
  };
  const double ma = mean_of(a), mb = mean_of(b);
  grader.mistake("what is taken from b has to be given to a, or every variance changes",
                 moved_by(0, -mb));
  grader.mistake("a has moved the wrong way: a_i + b_j must stay what it was", moved_by(-mb, -mb));
  grader.mistake(
      "both have the mean 0 now: there is one number to choose, not two, and the size of the "
      "variances is lost",
      moved_by(-ma, -mb));
  grader.mistake("this makes the mean of a 0, and the mean of b was asked for", moved_by(-ma, ma));
}
