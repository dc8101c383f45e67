inline void check(Grader& grader) {
  const auto honest = [](const Shape& shape, Rng& rng) { return normal<double>(shape, rng); };
  const auto seeded = [](const Shape& shape, Rng&) {
    Rng own{42};
    return normal<double>(shape, own);
  };
  const auto one_row = [](const Shape& shape, Rng& rng) {
    return normal<double>({1, shape[1]}, rng).broadcast_to(shape);
  };
  const auto tiny = [](const Shape& shape, Rng& rng) { return 0.01 * normal<double>(shape, rng); };
  const auto hidden = [](const Shape& shape, Rng&) {
    static Rng own{42};
    return normal<double>(shape, own);
  };

  grader.test("the honest sampler passes", 1, [=] {
    expect(is_honest(honest), "you reject normal<double>(shape, rng), which does what it says");
  });
  const auto caught = [&](const std::string& name, const Sampler& sampler) {
    grader.test(name, 1,
                [=] { expect(!is_honest(sampler), "your test lets this sampler through"); });
  };
  caught("a generator that starts anew in every call", seeded);
  caught("one row for the whole batch", one_row);
  caught("a deviation of 0.01", tiny);
  caught("a generator of its own", hidden);

  const auto lets_through = [=](bool again, bool rows, bool size, bool own) {
    return [=] {
      return is_honest(honest) && is_honest(seeded) == again && is_honest(one_row) == rows &&
             is_honest(tiny) == size && is_honest(hidden) == own;
    };
  };
  grader.mistake(
      "mean and variance alone do not see numbers that come again: two calls must differ, and so "
      "must two rows",
      lets_through(true, true, false, true));
  grader.mistake(
      "comparing calls does not see the size of the numbers: noise with deviation 0.01 gets "
      "through",
      lets_through(false, false, true, false));
  grader.mistake(
      "each call may be right while all rows of a batch get the same noise: compare two rows of "
      "one call",
      lets_through(false, true, false, false));
  grader.mistake(
      "a sampler that does not use the Rng it is given cannot be repeated: the same seed must give "
      "the same numbers",
      lets_through(false, false, false, true));
}
