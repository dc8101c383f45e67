inline void check(Grader& grader) {
  const Tensor<double> z = Tensor<double>::from({1, 3}, {0.5, 1.0, -0.25});
  const auto column = [=](Size dimension, Size n, Size l) {
    return my_traverse(z, dimension, n).slice(1, l, l + 1).to_vector();
  };
  const auto is = [](const std::vector<double>& a, const std::vector<double>& b) {
    for (std::size_t i = 0; i < b.size(); ++i)
      if (a.size() != b.size() || !is_near(a[i], b[i], 1e-12)) return false;
    return true;
  };
  const auto constant = [](double value, std::size_t n) { return std::vector<double>(n, value); };

  grader.test("the dimension goes from -3 to 3", 1, [=] {
    expect(is(column(1, 5, 1), {-3, -1.5, 0, 1.5, 3}),
           fmt::format("with n = 5 it should be -3, -1.5, 0, 1.5, 3, and yours is {:.3g}",
                       fmt::join(column(1, 5, 1), ", ")));
  });
  grader.test("the others stay", 1, [=] {
    for (const Size l : {0, 2})
      expect(is(column(1, 5, l), constant(z.at({0, l}), 5)),
             fmt::format("dimension {} should stay {}, and yours is {:.3g}", l, z.at({0, l}),
                         fmt::join(column(1, 5, l), ", ")));
  });
  grader.test("any dimension, any number of steps", 1, [=] {
    for (const Size d : {0, 1, 2}) {
      const Tensor<double> codes = my_traverse(z, d, 3);
      expect(codes.shape() == Shape{3, 3}, "your shape " + codes.shape().text() + ", not [3, 3]");
      expect(is(column(d, 3, d), {-3, 0, 3}), fmt::format("dimension {} is not -3, 0, 3", d));
    }
  });

  grader.mistake(
      "the other dimensions have become 0: a traversal shows what one dimension does to *this* "
      "image",
      [=] { return is(column(1, 5, 0), constant(0, 5)) && is(column(1, 5, 2), constant(0, 5)); });
  grader.mistake(
      "the dimension is set to -3 to 3, it does not move by so much: far out no code of the data "
      "is "
      "to be found",
      [=] {
        return is(column(1, 5, 1), {-2, -0.5, 1, 2.5, 4});
      });
  grader.mistake("n points have n - 1 steps between them: yours end before 3", [=] {
    return is(column(1, 4, 1), {-3, -1.5, 0, 1.5});
  });
  grader.mistake("dimensions are counted from 0, yours is the one before", [=] {
    return is(column(1, 5, 0), {-3, -1.5, 0, 1.5, 3});
  });
}
