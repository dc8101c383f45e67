/// What a wrong product does differently.
struct Bug {
  std::string name;
  bool rows = false, cols = false, blocks = false, pairs = false, stride = false;
};

/// C with that bug, from whole numbers. A has more room than it needs, so that a wrong stride reads
/// wrong numbers and no others.
inline std::vector<int> product(const Sizes& s, const Bug& bug) {
  const auto a = [](int i) { return i * i % 13 + 1; };
  const auto b = [](int i) { return i * i % 11 + 1; };
  std::vector<int> c(static_cast<std::size_t>(s.m * s.n));
  for (int i = 0; i < (bug.rows ? s.m / 4 * 4 : s.m); ++i)
    for (int j = 0; j < (bug.cols ? s.n / 8 * 8 : s.n); ++j) {
      int sum = 0;
      for (int p = 0; p < (bug.pairs ? s.k / 2 * 2 : s.k); ++p) {
        if (bug.blocks && p == (s.k - 1) / 256 * 256) sum = 0;
        sum += a(i * (bug.stride ? s.m : s.k) + p) * b(p * s.n + j);
      }
      c[static_cast<std::size_t>(i * s.n + j)] = sum;
    }
  return c;
}

inline void check(Grader& grader) {
  const std::vector<Bug> bugs = {{.name = "rows left out", .rows = true},
                                 {.name = "columns left out", .cols = true},
                                 {.name = "the last block overwrites", .blocks = true},
                                 {.name = "a single last step left out", .pairs = true},
                                 {.name = "a wrong row length", .stride = true}};
  const auto allowed = [](const Sizes& s) {
    return s.m > 0 && s.n > 0 && s.k > 0 && s.m <= 40 && s.n <= 40 && s.k <= 300;
  };
  for (const Bug& bug : bugs)
    grader.test(bug.name, 1, [=] {
      const Sizes s = revealing_sizes();
      expect(allowed(s), "m and n may be from 1 to 40, k from 1 to 300");
      expect(product(s, bug) != product(s, {}), "on your sizes this product gives the right C");
    });

  const auto found = [=](std::size_t i) {
    const Sizes s = revealing_sizes();
    return allowed(s) && product(s, bugs[i]) != product(s, {});
  };
  grader.mistake(
      "round sizes are what such programs are tuned for, and where they are right: nothing is left "
      "over at the edges of your C",
      [=] { return !found(0) && !found(1); });
  grader.mistake("your k fits into one block, so the last block is also the first",
                 [=] { return found(0) && found(1) && !found(2) && found(4); });
  grader.mistake(
      "in a square every length is every other length: a program that takes one for the other is "
      "right",
      [=] { return found(0) && found(1) && !found(4); });
  grader.mistake("your k is even, so that no single step is left over",
                 [=] { return found(0) && found(1) && found(2) && !found(3); });
}
