inline std::vector<double> some_numbers(std::size_t count, double first) {
  std::vector<double> numbers;
  for (std::size_t i = 0; i < count; ++i)
    numbers.push_back(first + static_cast<double>(i * i % 11));
  return numbers;
}
inline View view(const std::vector<double>& x, std::size_t rows, std::size_t cols) {
  return {x.data(), rows, cols, cols, 1};
}

/// The gradient of <g, A B> by differences in A, or in B: exact, because both are linear.
inline std::vector<double> by_differences(std::size_t m, std::size_t k, std::size_t n, bool of_a) {
  std::vector<double> a = some_numbers(m * k, -3), b = some_numbers(k * n, -5);
  const std::vector<double> g = some_numbers(m * n, 1);
  const auto value = [&] {
    double total = 0;
    const std::vector<double> y = product(view(a, m, k), view(b, k, n));
    for (std::size_t i = 0; i < y.size(); ++i) total += g[i] * y[i];
    return total;
  };
  std::vector<double> gradient;
  for (double& moved : of_a ? a : b) {
    const double before = value();
    moved += 1;
    gradient.push_back(value() - before);
    moved -= 1;
  }
  return gradient;
}

inline void check(Grader& grader) {
  const auto of_a = [](std::size_t m, std::size_t k, std::size_t n) {
    const std::vector<double> b = some_numbers(k * n, -5), g = some_numbers(m * n, 1);
    return gradient_of_a(view(b, k, n), view(g, m, n));
  };
  const auto of_b = [](std::size_t m, std::size_t k, std::size_t n) {
    const std::vector<double> a = some_numbers(m * k, -3), g = some_numbers(m * n, 1);
    return gradient_of_b(view(a, m, k), view(g, m, n));
  };
  const auto compare = [](const std::string& what, const std::vector<double>& received,
                          const std::vector<double>& expected) {
    expect(received.size() == expected.size(),
           fmt::format("{}: {} numbers instead of {}", what, received.size(), expected.size()));
    for (std::size_t i = 0; i < expected.size(); ++i)
      expect_near(fmt::format("{}, element {}", what, i), received[i], expected[i]);
  };

  grader.test("a transposed view of the same numbers", 1, [] {
    const std::vector<double> numbers = some_numbers(6, 0);
    const View x = view(numbers, 2, 3), y = transposed(x);
    expect(y.rows == 3 && y.cols == 2, "the transpose of a [2, 3] is a [3, 2]");
    expect(y.data == x.data, "the numbers were copied");
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        expect_near(fmt::format("element [{}, {}] of the transpose", j, i),
                    y.data[j * y.row + i * y.col], numbers[i * 3 + j]);
  });
  grader.test("dL/dA", 1, [=] {
    compare("dL/dA", of_a(2, 3, 4), by_differences(2, 3, 4, true));
    compare("dL/dA", of_a(3, 3, 3), by_differences(3, 3, 3, true));
  });
  grader.test("dL/dB", 1, [=] {
    compare("dL/dB", of_b(2, 3, 4), by_differences(2, 3, 4, false));
    compare("dL/dB", of_b(3, 3, 3), by_differences(3, 3, 3, false));
  });
  grader.test("of operands that are views themselves", 1, [=] {
    const std::vector<double> b = some_numbers(12, -5), g = some_numbers(8, 1);
    const View turned{b.data(), 4, 3, 1, 4};    // [k, n] = [4, 3], column by column
    const View gradient{g.data(), 2, 3, 4, 1};  // [m, n] = [2, 3], part of a [2, 4]
    std::vector<double> expected;
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t p = 0; p < 4; ++p) {
        double sum = 0;
        for (std::size_t j = 0; j < 3; ++j) sum += g[i * 4 + j] * b[p + j * 4];
        expected.push_back(sum);
      }
    compare("dL/dA", gradient_of_a(turned, gradient), expected);
  });

  grader.mistake(
      "sizes exchanged, strides not: the numbers are cut into rows of another length, which is a "
      "reshape",
      [] {
        const std::vector<double> numbers = some_numbers(6, 0);
        const View y = transposed(view(numbers, 2, 3));
        return y.rows == 3 && y.row == 3 && y.col == 1;
      });
  const auto turned = [](const std::vector<double>& x) {  // a 3 x 3
    std::vector<double> y;
    for (std::size_t i = 0; i < 9; ++i) y.push_back(x[i % 3 * 3 + i / 3]);
    return y;
  };
  grader.mistake(
      "dL/dA is G B': with the factors the other way round you get its transpose, [k, m]",
      [=] { return of_a(3, 3, 3) == turned(by_differences(3, 3, 3, true)); });
  grader.mistake(
      "dL/dB is A' G: with the factors the other way round you get its transpose, [n, k]",
      [=] { return of_b(3, 3, 3) == turned(by_differences(3, 3, 3, false)); });
  grader.mistake(
      "b must be transposed on the way back: G B multiplies by the wrong elements, and fits only "
      "if "
      "B is square",
      [=] {
        const std::vector<double> b = some_numbers(9, -5), g = some_numbers(9, 1);
        return of_a(3, 3, 3) == product(view(g, 3, 3), view(b, 3, 3));
      });
}
