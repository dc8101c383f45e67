// f = x_0 exp(x_1) + x_1 x_2, whose gradient everybody can write down.
inline double product(const Tensor<double>& x) {
  const std::vector<double> v = x.to_vector();
  return v[0] * std::exp(v[1]) + v[1] * v[2];
}
inline Tensor<double> gradient_of_product(const Tensor<double>& x) {
  const std::vector<double> v = x.to_vector();
  return Tensor<double>::from(x.shape(), {std::exp(v[1]), v[0] * std::exp(v[1]) + v[2], v[1]});
}

inline void check(Grader& grader) {
  const Tensor<double> x = Tensor<double>::from({3}, {0.7, -0.4, 1.3});
  // What the error of a central difference comes to at the larger steps of the last case.
  const auto at = [x](double h) { return central_difference(product, x, h); };

  grader.test("a function of three numbers", 1,
              [=] { expect_near("df/dx", at(1e-4), gradient_of_product(x), 1e-7); });
  grader.test("the shape of x is kept", 1, [] {
    const auto sum_of_squares = [](const Tensor<double>& t) { return sum(t * t).item(); };
    const Tensor<double> matrix = Tensor<double>::from({2, 2}, {1, 2, 3, 4});
    expect_near("df/dx", central_difference(sum_of_squares, matrix, 1e-4),
                Tensor<double>(2.0) * matrix, 1e-7);
  });
  grader.test("a ten times smaller step makes a hundred times smaller errors", 1, [=] {
    const auto error = [&](double h) { return max(abs(at(h) - gradient_of_product(x))).item(); };
    expect(error(1e-2) > 50 * error(1e-3),
           fmt::format("the error is {:.2g} at h = 0.01 and {:.2g} at h = 0.001", error(1e-2),
                       error(1e-3)));
  });

  const auto looks_like = [=](const std::function<double(std::size_t, double)>& mistake) {
    return [=] {
      const double h = 1e-2;
      std::vector<double> expected;
      for (std::size_t i = 0; i < 3; ++i) expected.push_back(mistake(i, h));
      return is_near(at(h), Tensor<double>::from({3}, expected), 1e-9);
    };
  };
  const auto moved = [=](std::size_t i, double by, double others) {
    std::vector<double> v = x.to_vector();
    for (std::size_t j = 0; j < i; ++j) v[j] += others;
    v[i] += by;
    return product(Tensor<double>::from({3}, v));
  };
  grader.mistake(
      "this is a forward difference, (f(x + h) - f(x)) / h: its error shrinks with h only, that of "
      "a central one with h squared",
      looks_like([=](std::size_t i, double h) { return (moved(i, h, 0) - moved(i, 0, 0)) / h; }));
  grader.mistake(
      "twice too large: from x - h to x + h it is 2 h, not h",
      looks_like([=](std::size_t i, double h) { return (moved(i, h, 0) - moved(i, -h, 0)) / h; }));
  grader.mistake(
      "entries that were moved did not go back: by the last entry all the others stand h too low",
      looks_like(
          [=](std::size_t i, double h) { return (moved(i, h, -h) - moved(i, -h, -h)) / (2 * h); }));
}
