inline void check(Grader& grader) {
  Rng rng{9};
  const Tensor<double> a = normal<double>({5, 3}, rng), b = normal<double>({7, 3}, rng);
  // For each row of a, what `choose` makes of its squared distances to the rows of b.
  const auto by_loops = [=](double factor, const auto& choose) {
    std::vector<double> result;
    for (Size i = 0; i < 5; ++i) {
      std::vector<double> squares;
      for (Size j = 0; j < 7; ++j) {
        double total = 0;
        for (Size d = 0; d < 3; ++d)
          total += a.at({i, d}) * a.at({i, d}) + b.at({j, d}) * b.at({j, d}) -
                   factor * a.at({i, d}) * b.at({j, d});
        squares.push_back(total);
      }
      result.push_back(choose(squares));
    }
    return Tensor<double>::from({5}, result);
  };
  const auto smallest = [](const std::vector<double>& v) {
    return *std::min_element(v.begin(), v.end());
  };
  const auto largest = [](const std::vector<double>& v) {
    return *std::max_element(v.begin(), v.end());
  };

  grader.test("five points and seven", 2, [=] {
    expect_near("the squared distance", to_nearest(a, b), by_loops(2, smallest), 1e-10);
  });
  grader.test("0 to itself", 1, [=] {
    expect_near("the squared distance", to_nearest(b, b), Tensor<double>::zeros({7}), 1e-10);
  });

  const auto gives = [=](const Tensor<double>& expected) {
    return [=] { return is_near(to_nearest(a, b), expected, 1e-9); };
  };
  const Tensor<double> away = a - mean(b, 0, Dims::keep);
  grader.mistake("the middle term of |a - b|^2 = |a|^2 - 2 a.b + |b|^2 has a factor 2",
                 gives(by_loops(1, smallest)));
  grader.mistake(
      "this is the distance to the farthest row; there is no min, and the max of the negative is "
      "its replacement",
      gives(by_loops(2, largest)));
  grader.mistake(
      "this is the distance to the mean of b; an image may lie in the middle of all digits and "
      "look like none",
      gives(sum(away * away, 1)));
}
