struct Nats {
  template <class T>
  T operator()(T w) const {
    return T(543.43) + T(0.3) * w * w;
  }
};

inline void check(Grader& grader) {
  const float places[] = {0.5F, 0.3F, -0.7F, 0.9F, 1.3F};
  const auto largest = [=](double factor) {  // error of the true slope times a factor
    double error = 0;
    for (const float w : places)
      error = std::max(error, mended_error(Nats{}, w, factor * 0.6 * static_cast<double>(w)));
    return error;
  };
  grader.test("the cause", 1, [] {
    const char letter = cause();
    expect_near("what faulty_error shows", faulty_error(Nats{}, 0.5F, 0.3), 1);
    expect(letter == 'a', fmt::format("{}) is not the cause", letter));
  });
  grader.test("true slopes pass", 1, [=] {
    expect(largest(1) < 1e-6, fmt::format("a true slope is called wrong by {:.2g}", largest(1)));
  });
  grader.test("slopes that are 1 % wrong do not", 1, [=] {
    for (const float w : places)
      expect_near(fmt::format("the error of a slope 1 % too large at w = {}", w),
                  mended_error(Nats{}, w, 1.01 * 0.6 * static_cast<double>(w)), 0.01 / 1.01, 1e-4);
  });

  const std::pair<char, const char*> others[] = {
      {'b', "not b): with pen and paper the slope is 0.6 w, which is 0.3"},
      {'c',
       "not c): for a parabola the central difference is exact with steps of any size; smaller "
       "ones make it worse here"},
      {'d', "not d): divided by 543 every slope passes, and the check is none any more"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "the loss is still computed in float, where it does not change at all, whatever type its "
      "differences have",
      [=] { return is_near(mended_error(Nats{}, 0.5F, 0.3), 1, 1e-9) && largest(1.01) > 0.5; });
  grader.mistake(
      "a larger step in float is better, but the error only falls to some thousandths: mistakes of "
      "that size still hide behind it",
      [=] { return largest(1) > 1e-5 && largest(1) < 0.1; });
  grader.mistake("divided by the loss every slope looks right, also one that is 1 % too large",
                 [=] { return largest(1) < 1e-5 && largest(1.01) < 1e-3; });
}
