/// The number of different points at which differences of this kind ask for f, for n inputs.
inline int points(int n, const std::vector<int>& offsets) {
  std::vector<std::pair<int, int>> asked;  // which input was moved, and by how much
  for (int i = 0; i < n; ++i)
    for (const int offset : offsets) asked.push_back({offset == 0 ? 0 : i, offset});
  std::sort(asked.begin(), asked.end());
  return static_cast<int>(std::unique(asked.begin(), asked.end()) - asked.begin());
}

inline void check(Grader& grader) {
  constexpr int n = 28 * 28;
  grader.test("(a) forward differences", 1, [] {
    expect_near("the values", calls_forward(), points(n, {0, 1}));
  });
  grader.test("(b) central differences", 1, [] {
    expect_near("the values", calls_central(), points(n, {-1, 1}));
  });
  grader.test("(c) dual numbers", 1, [] { expect_near("the passes", passes_dual(), n); });
  grader.test("(d) backwards", 1, [] { expect_near("the walks", passes_backwards(), 1); });
  grader.mistake("(a) 784 values of f beside x, and one more, f(x) itself",
                 [] { return calls_forward() == n; });
  grader.mistake(
      "(b) a central difference shares no value with its neighbours: two for each input, and f(x) "
      "is not needed",
      [] { return calls_central() == n + 1 || calls_central() == 2 * n + 1; });
  grader.mistake("(c) a dual number has one slope: in one pass it is the slope for one input only",
                 [] { return passes_dual() == 1; });
  grader.mistake("(d) one walk backwards gives the gradient of every step, and so of every input",
                 [] { return passes_backwards() == n; });
}
