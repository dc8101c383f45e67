inline Tensor<double> many_numbers() {
  Rng rng{3};
  return normal<double>({20, 10}, rng);
}

/// f(x) = sum of x^3 / 3 and its gradient x^2, with one or two things changed.
inline double cubes(const Tensor<double>& x) { return sum(x * x * x).item() / 3; }
inline Tensor<double> squares(const std::function<void(std::vector<double>&)>& change) {
  const Tensor<double> x = many_numbers();
  std::vector<double> g = (x * x).to_vector();
  change(g);
  return Tensor<double>::from(x.shape(), g);
}
inline bool fits(const Tensor<double>& gradient, int* calls = nullptr) {
  Rng rng{8};
  return gradient_fits(
      [=](const Tensor<double>& x) {
        if (calls) ++*calls;
        return cubes(x);
      },
      many_numbers(), gradient, rng);
}
inline Tensor<double> right() {
  return squares([](std::vector<double>&) {});
}
inline Tensor<double> exchanged() {
  return squares([](std::vector<double>& g) { std::swap(g[17], g[90]); });
}
inline Tensor<double> one_off() {
  return squares([](std::vector<double>& g) { g[123] += 0.01; });
}
inline int calls_made() {
  int calls = 0;
  fits(right(), &calls);
  return calls;
}

inline void check(Grader& grader) {
  grader.test("a right gradient fits", 1, [] { expect(fits(right()), "it is rejected"); });
  grader.test("wrong gradients do not", 2, [] {
    expect(!fits(one_off()), "one entry of 200 is off by 0.01, and it is accepted");
    expect(!fits(exchanged()), "two entries are exchanged, and it is accepted");
    for (const double factor : {0.5, 1.5})
      expect(!fits(factor * right()), fmt::format("{} times the gradient is accepted", factor));
  });
  grader.test("with four calls at most", 1, [] {
    expect(fits(right()), "the gradient is right, and it is rejected");
    expect(calls_made() <= 4, fmt::format("f was called {} times", calls_made()));
  });
  grader.mistake(
      "along (1, 1, ..., 1) only the sum of the gradient is compared: entries that are exchanged "
      "pass. The direction must be random",
      [] { return fits(exchanged()) && !fits(one_off()); });
  grader.mistake(
      "each entry is moved on its own, at two calls of f for each: right, but not fast. Move all "
      "of "
      "them at once, along d",
      [] { return calls_made() >= 200; });
  grader.mistake(
      "the difference is compared with its sign: half of all wrong gradients have it below the "
      "tolerance. Take std::abs",
      [] { return fits(0.5 * right()) != fits(1.5 * right()); });
}
