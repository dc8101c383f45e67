inline std::vector<Size> joined(const std::vector<std::vector<Size>>& batches) {
  std::vector<Size> rows;
  for (const auto& batch : batches) rows.insert(rows.end(), batch.begin(), batch.end());
  return rows;
}

inline void check(Grader& grader) {
  const auto sizes = [] {  // of a pass over 103 rows in batches of 10
    Rng rng{1};
    std::vector<std::size_t> lengths;
    for (const auto& batch : one_pass(103, 10, rng)) lengths.push_back(batch.size());
    return lengths;
  };
  const std::vector<std::size_t> right{10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 3};
  const auto all_rows_once = [] {
    Rng rng{1};
    std::vector<Size> rows = joined(one_pass(103, 10, rng));
    std::sort(rows.begin(), rows.end());
    for (Size i = 0; i < 103; ++i)
      if (rows.size() != 103 || rows[static_cast<std::size_t>(i)] != i) return false;
    return true;
  };
  const auto order = [](std::uint64_t seed, int pass) {
    Rng rng{seed};
    for (int i = 1; i < pass; ++i) one_pass(103, 10, rng);
    return joined(one_pass(103, 10, rng));
  };
  // How many neighbours within a batch are also neighbours in the data set, of 93 pairs or fewer.
  const auto neighbours = [=] {
    const std::vector<Size> rows = order(1, 1);
    int count = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) count += rows[i] == rows[i - 1] + 1;
    return count;
  };

  grader.test("ten batches of 10 and one of 3", 1, [=] {
    expect(sizes() == right,
           fmt::format("your batches have the sizes {}", fmt::join(sizes(), ", ")));
  });
  grader.test("every row exactly once", 1,
              [=] { expect(all_rows_once(), "a row is missing, or comes twice"); });
  grader.test("rows are shuffled", 1, [=] {
    expect(neighbours() < 20,
           fmt::format("{} times a row follows the one it follows in the data", neighbours()));
  });
  grader.test("another order in the next pass, the same from the same seed", 1, [=] {
    expect(order(1, 1) == order(1, 1), "the same seed gave two different orders");
    expect(order(1, 1) != order(1, 2), "two passes have the same order");
    expect(order(1, 1) != order(2, 1), "two seeds give the same order");
  });

  grader.mistake(
      "the rows that do not fill a batch are lost: they belong into a last, smaller batch",
      [=] { return sizes() == std::vector<std::size_t>(10, 10); });
  grader.mistake(
      "rows were drawn one by one, so some come twice in a pass and others not at all: shuffle "
      "them "
      "instead",
      [=] { return sizes() == right && !all_rows_once(); });
  grader.mistake(
      "a generator of your own starts anew in every call: each pass has the same order, and rng is "
      "not used",
      [=] { return all_rows_once() && order(1, 1) == order(2, 1) && order(1, 1) == order(1, 2); });
  grader.mistake(
      "the order of the batches is random, but the same rows are always together: shuffle the "
      "rows, "
      "not the batches",
      [=] { return all_rows_once() && neighbours() > 60 && order(1, 1) != order(1, 2); });
}
