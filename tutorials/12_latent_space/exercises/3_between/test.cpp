inline void check(Grader& grader) {
  // Both bend what goes through them, so that the order of the steps matters.
  const Trained model{[](const Tensor<double>& x) {
                        return vae::Normal<double>{x * x - 1.0, Tensor<double>::zeros(x.shape())};
                      },
                      [](const Tensor<double>& z) { return tanh(z) * z; }};
  const Tensor<double> a = Tensor<double>::matrix({{0.5, 2.0}});
  const Tensor<double> b = Tensor<double>::matrix({{1.5, -1.0}});
  const auto way = [=](std::uint64_t seed, Size n) {
    Rng rng{seed};
    return between(model, a, b, n, rng);
  };
  const auto bend = [](double z) { return std::tanh(z) * z; };
  const auto expected = [=](Size i, Size n, Size d) {  // point i of n, pixel d
    const double t = static_cast<double>(i) / static_cast<double>(n - 1);
    const double from = a.at({0, d}) * a.at({0, d}) - 1, to = b.at({0, d}) * b.at({0, d}) - 1;
    return bend((1 - t) * from + t * to);
  };

  grader.test("it begins with a and ends with b", 1, [=] {
    for (Size d = 0; d < 2; ++d) {
      expect_near("the first image", way(1, 5).at({0, d}), expected(0, 5, d), 1e-9);
      expect_near("the last image", way(1, 5).at({4, d}), expected(4, 5, d), 1e-9);
    }
  });
  grader.test("every step of it", 2, [=] {
    const Tensor<double> images = way(1, 7);
    expect(images.shape() == Shape{7, 2}, "your shape " + images.shape().text() + ", not [7, 2]");
    for (Size i = 0; i < 7; ++i)
      for (Size d = 0; d < 2; ++d)
        expect_near(fmt::format("image {}, pixel {}", i, d), images.at({i, d}), expected(i, 7, d),
                    1e-9);
  });
  grader.test("it is the same each time", 1, [=] {
    expect_near("another rng", way(2, 4), way(1, 4), 1e-12);
    expect_near("image 1 of 4", way(1, 4).at({1, 0}), expected(1, 4, 0), 1e-9);
  });

  grader.mistake(
      "these are samples of q(z|x): the same two images give another way each time; an image is "
      "described by the mean",
      [=] { return !is_near(way(1, 4), way(2, 4), 1e-12); });
  grader.mistake("this is a cross-fade of the images themselves: no code was involved", [=] {
    return is_near(way(1, 2), concat(std::vector{a, b}, 0), 1e-12);
  });
  grader.mistake(
      "you decode the ends and cross-fade what comes out: walk between the codes and decode every "
      "step",
      [=] {
        const Tensor<double> y = way(1, 3);
        return is_near(y.at({0, 0}), expected(0, 3, 0), 1e-9) &&
               is_near(y.at({1, 0}), (expected(0, 3, 0) + expected(2, 3, 0)) / 2, 1e-9);
      });
  grader.mistake(
      "the way ends before b: the last of n points has t = 1, so the steps are 1 / (n - 1)", [=] {
        return is_near(way(1, 4).at({2, 1}), expected(2, 5, 1), 1e-9);
      });
}
