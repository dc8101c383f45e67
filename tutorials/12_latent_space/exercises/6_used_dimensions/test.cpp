inline void check(Grader& grader) {
  // Columns with the standard deviations 1, 0.2, 0.05, 0.006, and one that is 3 for every image.
  Rng rng{4};
  const Tensor<double> spread = Tensor<double>::vector({1, 0.2, 0.05, 0.006, 0});
  const Tensor<double> offset = Tensor<double>::vector({0, 0, 0, 0, 3});
  const Tensor<double> means = offset + spread * normal<double>({500, 5}, rng);

  grader.test("five dimensions", 2, [=] {
    expect(active_dimensions(means) == 2,
           fmt::format("two vary by more than 0.1, and you count {}", active_dimensions(means)));
  });
  grader.test("two images are enough, and none may be active", 1, [] {
    const Size a = active_dimensions(Tensor<double>::matrix({{0.0, 2.0}, {1.0, 2.0}}));
    expect(a == 1, fmt::format("of (0, 2) and (1, 2) the first differs, and you count {}", a));
    const Size none = active_dimensions(Tensor<double>::matrix({{5.0, 2.0}, {5.0, 2.0}}));
    expect(none == 0, fmt::format("two equal codes have no active dimension, you count {}", none));
  });

  const auto counts = [=](Size n) { return [=] { return active_dimensions(means) == n; }; };
  const auto of_equal = [] {
    return active_dimensions(Tensor<double>::matrix({{5.0, 2.0}, {5.0, 2.0}}));
  };
  grader.mistake(
      "a dimension that is far from 0 for every image says nothing about any of them: take the "
      "distance from its mean",
      [=] { return active_dimensions(means) == 3 && of_equal() == 2; });
  grader.mistake("that is the standard deviation; the limit of 0.01 is meant for its square",
                 [=] { return active_dimensions(means) == 3 && of_equal() == 0; });
  grader.mistake("a sum over the images grows with their number: take the mean", counts(4));
  grader.mistake(
      "you count rows, which are images: the variance is over images, and there is one for each "
      "column",
      counts(500));
}
