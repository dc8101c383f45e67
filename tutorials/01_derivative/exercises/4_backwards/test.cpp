inline std::vector<double> product_gradient(const std::vector<double>& x) {
  std::vector<Counted> numbers;
  for (const double xi : x) numbers.push_back({xi});
  Counted::operations = 0;
  std::vector<double> result;
  for (const Counted& g : gradient_of_product(numbers)) result.push_back(g.value);
  return result;
}

inline void compare(const std::vector<double>& x) {
  const std::vector<double> gradient = product_gradient(x);
  expect(gradient.size() == x.size(),
         fmt::format("{} derivatives for {} inputs", gradient.size(), x.size()));
  for (std::size_t i = 0; i < x.size(); ++i) {
    double others = 1;
    for (std::size_t j = 0; j < x.size(); ++j)
      if (j != i) others *= x[j];
    expect_near(fmt::format("dy/dx_{}", i + 1), gradient[i], others, 1e-12);
  }
}

inline long operations(std::size_t n) {
  product_gradient(std::vector<double>(n, 1.001));
  return Counted::operations;
}

inline void check(Grader& grader) {
  grader.test("five numbers", 1, [] { compare({2, -3, 0.5, 4, 1.5}); });
  grader.test("two numbers", 1, [] { compare({7, 3}); });
  grader.test("with zeros among them", 1, [] {
    compare({2, 0, 5});
    compare({0, 3, 0, 2});
  });
  grader.test("3n multiplications at most", 1, [] {
    compare({2, 3, 4, 5});
    expect(operations(100) <= 300, fmt::format("{} for 100 inputs", operations(100)));
  });
  grader.mistake("dividing the whole product by x_i fails where x_i is 0: 0 / 0 is no number", [] {
    const std::vector<double> gradient = product_gradient({2, 0, 5});
    return gradient.size() == 3 && std::isnan(gradient[1]);
  });
  grader.mistake(
      "right, but each entry is worked out from the beginning: about n squared multiplications. "
      "The products before and behind x_i can be used again for its neighbour",
      [] { return operations(100) > 1000; });
  grader.mistake(
      "only what stands before x_i is in it: what comes behind depends on the product, too", [] {
        return product_gradient({2, 3, 5}) == std::vector<double>{1, 2, 6};
      });
}
