/// Points of the bells named by `choose`, with this deviation.
inline Tensor<double> bells(Size n, Rng& rng, Size choose, double deviation) {
  const double middles[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
  std::vector<double> numbers;
  for (Size i = 0; i < n; ++i)
    for (const double middle : middles[rng.below(choose)])
      numbers.push_back(middle + deviation * rng.normal());
  return Tensor<double>::from({n, 2}, numbers);
}

inline void check(Grader& grader) {
  const auto with = [](Size choose, double deviation) -> Generator {
    return [=](Size n, Rng& rng) { return bells(n, rng, choose, deviation); };
  };
  const Generator honest = with(4, 0.1), one = with(1, 0.1), points = with(4, 0),
                  wide = with(4, 0.3);
  const Generator circle = [](Size n, Rng& rng) {
    std::vector<double> numbers;
    for (Size i = 0; i < n; ++i) {
      const double angle = 2 * std::numbers::pi * rng.uniform();
      numbers.push_back(std::cos(angle));
      numbers.push_back(std::sin(angle));
    }
    return Tensor<double>::from({n, 2}, numbers);
  };

  grader.test("the honest generator passes", 1, [=] {
    expect(draws_like_the_data(honest), "you reject one that draws exactly like the data");
  });
  const auto caught = [&](const std::string& name, const Generator& generator) {
    grader.test(name, 1, [=] {
      expect(!draws_like_the_data(generator), "your test lets this generator through");
    });
  };
  caught("one bell of four", one);
  caught("the four middles alone", points);
  caught("the whole circle", circle);
  caught("bells three times as wide", wide);

  const auto lets_through = [=](bool by_one, bool by_points, bool by_circle, bool by_wide) {
    return [=] {
      return draws_like_the_data(honest) && draws_like_the_data(one) == by_one &&
             draws_like_the_data(points) == by_points && draws_like_the_data(circle) == by_circle &&
             draws_like_the_data(wide) == by_wide;
    };
  };
  grader.mistake(
      "every point may look real while most of the data are never drawn: count the points of each "
      "bell",
      lets_through(true, true, false, false));
  grader.mistake(
      "the right number of points for each bell says nothing about where they lie: measure their "
      "distance to the middle as well",
      lets_through(false, true, true, true));
  grader.mistake("points that lie too close to the middles are wrong, too: a bell has a width",
                 lets_through(false, true, false, false));
  grader.mistake(
      "mean and variance of all points together do not see where the bells are: the circle has the "
      "same",
      lets_through(false, true, true, false));
}
