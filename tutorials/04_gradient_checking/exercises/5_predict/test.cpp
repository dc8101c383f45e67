template <class F>
double central(const F& f, double x, double h) {
  return (f(x + h) - f(x - h)) / (2 * h);
}

inline void check(Grader& grader) {
  grader.test("(a) a step that float does not feel", 1, [] {
    const volatile float right = 1.0f + 1e-8f, left = 1.0f - 1e-8f;
    expect_near("the slope", float_slope(), static_cast<double>((right - left) / 2e-8f));
  });
  grader.test("(b) a difference across a kink", 1, [] {
    for (const double h : {0.25, 0.5, 2.0})
      expect_near("the slope", relu_slope(),
                  central([](double x) { return std::max(x, 0.0); }, 0, h));
  });
  grader.test("(c) half the step", 1, [] {
    const auto cube = [](double x) { return x * x * x; };  // its third derivative is 6
    expect_near("the factor", halving(),
                (central(cube, 0, 0.5) - 0) / (central(cube, 0, 0.25) - 0));
  });
  grader.test("(d) calls of the function", 1, [] {
    int made = 0;
    for (const Shape& shape : {Shape{3, 4}, Shape{4}})
      for (Size entry = 0; entry < shape.numel(); ++entry) made += 4;
    expect_near("the number of calls", calls(), made);
  });
  grader.mistake("(a) is 1 in exact arithmetic; but 1 + 1e-8 is no float, it is rounded to 1",
                 [] { return float_slope() == 1; });
  grader.mistake(
      "(b) 0 is what the tape says, by agreement; the difference takes half of either side",
      [] { return relu_slope() == 0; });
  grader.mistake(
      "(c) half the step makes half the error for a forward difference; a central one has h "
      "squared",
      [] { return halving() == 2; });
  grader.mistake(
      "(d) four calls give the slope along one direction; each entry needs four of its own",
      [] { return calls() == 4; });
}
